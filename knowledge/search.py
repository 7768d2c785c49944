"""Which topic a question is about, and whether we are sure enough to answer.

Three things speak for a topic: what was learned from its phrases (`knowledge.training`), the one
text of it that is most like the question, and a title or synonym of it that stands in the question.
Where words leave us in doubt, the meaning of the question as a whole is asked as well. From these
we estimate how likely the best topic is the right one: we answer when it very likely is, offer a
choice when it may be, and otherwise do not know.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import TopicUnknown
from knowledge.features import Row, learned
from knowledge.likeness import Like, Likeness
from knowledge.models import NOTHING, Model
from knowledge.regions import Region
from knowledge.spelling import key, split_words
from knowledge.terms import Term, Terms, names, without_ordinary_words
from knowledge.topics import Topic
from knowledge.vectors import Meaning

_MOST_MATCHES: Final = 5
_LONGEST: Final = 400  # characters of a question that are read
_CLOSELY: Final = 5  # the topics that look best are compared text by text

_ALIKE: Final = 0.5  # how much likeness counts beside what was learned
_MEANING: Final = 0.5  # how much the learned meaning counts beside the learned marks
_NAMED: Final = 0.3  # how much it counts that a topic is named
_ABROAD: Final = 0.15  # taken from a topic of the other country
_MOST: Final = 0.7  # share of the words from which leaving out the others changes no meaning
_FAINT: Final = 0.25  # likeness below which a topic not learned yet is not thought of
_BY_LIKENESS: Final = (2.0, -1.0)  # a topic not learned yet: so many times its likeness, and less


@dataclass(frozen=True, slots=True)
class _Odds:
    """A logistic estimate that the best topic is right; fitted on the development questions."""

    constant: float
    lead: float  # of the best over the next
    about: float  # of the best over 'no topic'
    like: float  # likeness of the best
    named: float  # share of the question that its name takes up

    def of(self, each: "_Signs") -> float:
        sum_ = (
            self.constant
            + self.lead * each.lead
            + self.about * each.about
            + self.like * each.like
            + self.named * each.named
        )
        return 1 / (1 + math.exp(-sum_))


_BY_WORDS: Final = _Odds(-1.4, 1.3, 2.4, -1.3, 0.7)
_BY_MEANING: Final = _Odds(-1.6, 1.3, 1.6, 0.0, 3.3)
_PLAIN: Final = 0.93  # from which words alone say enough
_SURE: Final = 0.7  # from which we answer
_DOUBTFUL: Final = 0.2  # from which we offer


class Outcome(StrEnum):
    """What to do with what was found."""

    ANSWER = "answer"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic a question may be about."""

    slug: str
    score: float  # 0..1
    matched: str  # the title, synonym or phrase that came nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best matches first, five at most, and how sure we are."""

    matches: tuple[Match, ...]
    outcome: Outcome
    together: int = 1  # how many of the first are asked about at once, and answered together


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the estimate goes by."""

    lead: float
    about: float
    like: float
    named: float


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The topics that look best, and how each came there."""

    slugs: tuple[str, ...]
    scores: tuple[float, ...]
    nothing: float
    likes: dict[str, Like]

    def signs(self, shares: dict[str, float]) -> _Signs:
        first, following = (*self.scores, -1.0, -1.0)[:2]
        like = self.likes.get(self.slugs[0]) if self.slugs else None
        return _Signs(
            lead=first - following,
            about=first - self.nothing,
            like=like.score if like else 0.0,
            named=shares.get(self.slugs[0], 0.0) if self.slugs else 0.0,
        )


class Index:
    """Topics, ready to be searched; knows only links between the topics it holds."""

    def __init__(self, topics: Sequence[Topic], model: Model | None = None) -> None:
        """Take the topics, and what was learned of them; without that likeness must do."""
        held = {topic.slug for topic in topics}
        self._topics = {topic.slug: _with_links_to(topic, held) for topic in topics}
        # What it was learned from is not kept here: it is as large again.
        self._by_marks = model.by_marks if model else None
        self._by_meaning = model.by_meaning if model else None
        texts = {topic.slug: tuple(_texts(topic)) for topic in topics}
        every = [text for mine in texts.values() for text in mine]
        self._features = model.features if model else learned(every)
        self._learned = tuple(model.by_marks.labels if model else ())
        known = set(self._learned)
        self._places = [
            (place, slug) for place, slug in enumerate(self._learned) if slug in self._topics
        ]
        read = model.row if model else self._features.row
        self._likeness = Likeness(texts, read, thought_of=held - known)
        self._terms = Terms(topics)

    def topic(self, slug: str) -> Topic:
        """Give the topic of a slug; raise `TopicUnknown` when it is not held here."""
        try:
            return self._topics[slug]
        except KeyError:
            raise TopicUnknown(slug) from None

    def search(
        self, question: str, *, region: Region | None, meaning: Meaning | None = None
    ) -> Found:
        """Find what is asked; topics of the other country come after equals, but do come.

        `meaning` is that of the question, when it was worked out already.
        """
        seen = question[:_LONGEST]
        words = split_words(seen)
        if not words:
            return Found(matches=(), outcome=Outcome.UNKNOWN)
        terms = _longest(self._terms.within(words, [key(word) for word in words]))
        named, shares = _by_slug(terms, len(words))
        telling = list(dict.fromkeys(without_ordinary_words(words)))  # said again says no more
        meant = " ".join(telling)
        row = self._features.row(meant)
        marks = self._by_marks.of_row(row) if self._by_marks else None
        ranking = self._ranked(row, marks, shares, region)
        odds = _BY_WORDS.of(ranking.signs(shares))
        if odds < _PLAIN and marks is not None and self._by_meaning:
            as_said = meaning and meaning.text == question and len(telling) > _MOST * len(words)
            whole = meaning if meaning and as_said else Meaning(meant)
            likely = self._by_meaning.of_vector(whole.vector)
            ranking = self._ranked(row, marks + _MEANING * likely, shares, region)
            odds = _BY_MEANING.of(ranking.signs(shares))
        return self._found(ranking, odds, terms, named)

    def _ranked(
        self,
        row: Row,
        learned: NDArray[np.float32] | None,
        shares: dict[str, float],
        region: Region | None,
    ) -> _Ranking:
        scores: dict[str, float] = {}
        nothing = 0.0
        if learned is not None:
            scores = {slug: float(learned[place]) for place, slug in self._places}
            nothing = float(learned[self._learned.index(NOTHING)])
        for slug in scores.keys() & self._topics.keys():
            scores[slug] -= _ABROAD * self._abroad(slug, region)
        best = sorted(scores, key=lambda slug: (-scores[slug], slug))[:_CLOSELY]
        close = {*best, *(slug for slug in shares), *self._likeness.likely(row, _CLOSELY)}
        likes = self._likeness.to(row, close)
        final = {
            slug: (scores[slug] + _ALIKE * like.score)
            if slug in scores
            else (_BY_LIKENESS[0] * like.score + _BY_LIKENESS[1])
            - _ABROAD * self._abroad(slug, region)
            for slug, like in likes.items()
            if slug in scores or like.score >= _FAINT
        }
        for slug in final.keys() & shares.keys():
            final[slug] += _NAMED * shares[slug]
        order = sorted(final, key=lambda slug: (-final[slug], slug))[:_MOST_MATCHES]
        return _Ranking(tuple(order), tuple(final[slug] for slug in order), nothing, likes)

    def _abroad(self, slug: str, region: Region | None) -> bool:
        return region is not None and self._topics[slug].region not in (None, region)

    def _found(
        self, ranking: _Ranking, odds: float, terms: Sequence[Term], named: dict[str, Term]
    ) -> Found:
        slugs = ranking.slugs
        beside = _named_beside(terms, slugs) if slugs else None
        if beside:
            slugs = (slugs[0], beside, *(slug for slug in slugs[1:] if slug != beside))
        matches = tuple(
            Match(
                slug=slug,
                score=_score(odds, ranking, slug),
                matched=named[slug].text if slug in named else ranking.likes[slug].text,
            )
            for slug in slugs
        )
        if beside:
            return Found(matches=matches, outcome=Outcome.ANSWER, together=2)
        return Found(matches=matches, outcome=_outcome(odds, slugs))


def _outcome(odds: float, slugs: Sequence[str]) -> Outcome:
    if not slugs or odds < _DOUBTFUL:
        return Outcome.UNKNOWN
    return Outcome.ANSWER if odds >= _SURE else Outcome.CHOOSE


def _score(odds: float, ranking: _Ranking, slug: str) -> float:
    """The estimate for the first; the others less by how far they lie behind it."""
    behind = ranking.scores[0] - ranking.scores[ranking.slugs.index(slug)]
    return round(odds * math.exp(-max(0.0, behind)), 4)


def _longest(terms: Iterator[Term]) -> list[Term]:
    """Leave out terms within a longer one: 'eigen bijdrage wmo' does not name the Wmo."""
    found = list(terms)
    return [
        term
        for term in found
        if not any(
            other.start <= term.start
            and term.end <= other.end
            and other.end - other.start > term.end - term.start
            for other in found
        )
    ]


def _by_slug(terms: Sequence[Term], size: int) -> tuple[dict[str, Term], dict[str, float]]:
    """Give per topic its longest name in the question, and the share of the words that it takes."""
    named: dict[str, Term] = {}
    for term in sorted(terms, key=lambda each: each.end - each.start):
        named[term.slug] = term
    return named, {slug: (term.end - term.start) / size for slug, term in named.items()}


def _named_beside(terms: Sequence[Term], slugs: Sequence[str]) -> str | None:
    """Give the topic that stands in the question beside the best one: 'wlz of wmo'."""
    firsts = [term for term in terms if term.slug == slugs[0]]
    others = [term for term in terms if term.slug in slugs[1:]]
    for other in sorted(others, key=lambda term: slugs.index(term.slug)):
        if any(one.end <= other.start or other.end <= one.start for one in firsts):
            return other.slug
    return None


def _texts(topic: Topic) -> Iterator[str]:
    """Give all that people type for a topic."""
    for phrases in topic.phrases.values():
        yield from phrases
    yield from dict.fromkeys((topic.title, *topic.synonyms, *names(topic)))


def _with_links_to(topic: Topic, held: set[str]) -> Topic:
    return replace(
        topic,
        related=tuple(slug for slug in topic.related if slug in held),
        successors=tuple(slug for slug in topic.successors if slug in held),
    )
