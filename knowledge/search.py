"""Which topic a question is about, and whether we are sure enough to answer.

Three things speak for a topic: a title or synonym of it stands in the question, it shares parts
of words with the question, and it knows the words that tell topics apart. A match on 'de', 'hulp'
or 'mijn' alone is no match. We answer when the best topic is good and well ahead of the next,
offer a choice when it is doubtful or when two topics are named, and otherwise do not know.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process

from knowledge.errors import TopicUnknown
from knowledge.regions import Region
from knowledge.relevance import Relevance
from knowledge.spelling import key, split_words
from knowledge.terms import Term, Terms, ambiguous, names
from knowledge.topics import Topic
from knowledge.vocabulary import Vocabulary, stop_words

_MOST_MATCHES = 5
_LONGEST_QUESTION = 60  # words; a longer message tells a story, it does not ask for a word

# Set on the phrases, each left out in turn, and on the development questions of tests/evaluation.
_STRANGE = 0.6  # weight of a word that no topic knows
_TERM = 0.9  # of a title or synonym that is all that was asked
_KNOWN_WORDS = 0.5  # of the share of the words that the topic knows
_ABROAD = 0.85  # of a topic of the other country
_SURE, _DOUBTFUL = 0.2, 0.1  # support from which we answer, and from which we offer
_NEXT = 0.72  # of the support of the best, that the next may have at most
_NAMED = 0.4  # of the question, from which a term says enough on its own
_ALONE = 0.8  # of the question, from which a term says all when no other topic is named
_NAMED_BESIDE = 0.15  # of the question, for each of two terms
_WORDS = 2  # telling words a topic must share when it is not named


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A question as we read it."""

    words: tuple[str, ...]
    keys: tuple[str, ...]  # of the words that were meant: slips of the pen are put right
    meant: tuple[Mapping[str, float], ...]  # per word: the known words it may be
    weights: tuple[float, ...]  # per word: how telling it is

    def share(self, start: int, end: int) -> float:
        """Say how much of what was asked these words take up (0..1)."""
        mass = sum(self.weights)
        if not mass:
            return (end - start) / len(self.words)
        return sum(self.weights[start:end]) / mass


@dataclass(slots=True)
class _Reasons:
    """What speaks for one topic."""

    named: float = 0.0  # share of the question that its term takes up
    term: str = ""
    relevance: float = 0.0
    words: int = 0  # telling words it knows
    known: float = 0.0  # share of the question that it knows
    nearness: float = 1.0  # less for a topic of the other country

    def support(self) -> float:
        # A term says most when it is all that was asked; in a long sentence it is often chance.
        by_name = _TERM * self.named**3
        by_words = self.relevance * (1 - _KNOWN_WORDS + _KNOWN_WORDS * self.known)
        return (1 - (1 - by_name) * (1 - by_words)) * self.nearness

    def enough(self) -> bool:
        return self.named >= _NAMED or self.words >= _WORDS


class Index:
    """Topics, ready to be searched; knows only links between the topics it holds."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        held = {topic.slug for topic in topics}
        self._topics = {topic.slug: _with_links_to(topic, held) for topic in topics}
        self._texts = {topic.slug: tuple(_texts(topic)) for topic in topics}
        self._sorted_texts = {
            slug: tuple(map(_in_order, texts)) for slug, texts in self._texts.items()
        }
        self._terms = Terms(topics)
        self._vocabulary = Vocabulary(
            {slug: _telling(texts) for slug, texts in self._texts.items()}
        )
        self._relevance = Relevance(
            {topic.slug: (*self._texts[topic.slug], *_answers(topic)) for topic in topics}
        )

    def topic(self, slug: str) -> Topic:
        """Give the topic of a slug; raise `TopicUnknown` when it is not held here."""
        try:
            return self._topics[slug]
        except KeyError:
            raise TopicUnknown(slug) from None

    def search(self, question: str, *, region: Region | None) -> Found:
        """Find what is asked; topics of the other country come after equals, but do come."""
        words = split_words(question)
        if not words or len(words) > _LONGEST_QUESTION:
            return Found(matches=(), outcome=Outcome.UNKNOWN)
        asked = self._read(words)
        terms = _longest(self._terms.within(asked.words, asked.keys))
        reasons = self._reasons(asked, terms, region)
        best = sorted(reasons, key=lambda slug: (-reasons[slug].support(), slug))[:_MOST_MATCHES]
        second = _also_named(terms, best, asked)
        if second:
            best = [best[0], second, *(slug for slug in best[1:] if slug != second)]
        return Found(
            matches=tuple(self._match(slug, reasons[slug], question) for slug in best),
            outcome=Outcome.CHOOSE if second else _outcome([reasons[slug] for slug in best]),
        )

    def _match(self, slug: str, reasons: _Reasons, question: str) -> Match:
        matched = reasons.term or self._nearest_text(slug, question)
        return Match(slug=slug, score=_score(reasons.support()), matched=matched)

    def _read(self, words: Sequence[str]) -> _Question:
        meant = [self._vocabulary.meant(key(word)) for word in words]
        weights = [
            max(map(self._vocabulary.rarity, known), default=self._vocabulary.strange * _STRANGE)
            for known in meant
        ]
        keys = [
            next(iter(known)) if len(known) == 1 else key(word)
            for word, known in zip(words, meant, strict=True)
        ]
        return _Question(
            words=tuple(words), keys=tuple(keys), meant=tuple(meant), weights=tuple(weights)
        )

    def _reasons(
        self, asked: _Question, terms: Sequence[Term], region: Region | None
    ) -> Mapping[str, _Reasons]:
        """Collect what speaks for each topic that shares at least one telling word."""
        reasons: defaultdict[str, _Reasons] = defaultdict(_Reasons)
        for term in terms:
            named = asked.share(term.start, term.end)
            if named > reasons[term.slug].named:
                reasons[term.slug].named, reasons[term.slug].term = named, term.text
        for place, meant in enumerate(asked.meant):
            said_before = asked.keys[place] in asked.keys[:place]
            for slug, likeness in self._vocabulary.topics_with(meant).items():
                reasons[slug].words += not said_before
                reasons[slug].known += asked.share(place, place + 1) * likeness
        relevance = self._relevance.to(asked.words)
        for slug, each in reasons.items():
            each.relevance = relevance.get(slug, 0.0)
            each.nearness = self._nearness(slug, region)
        return reasons

    def _nearest_text(self, slug: str, question: str) -> str:
        sorted_texts = self._sorted_texts[slug]
        _, _, place = process.extractOne(_in_order(question), sorted_texts, scorer=fuzz.ratio)
        return self._texts[slug][place]

    def _nearness(self, slug: str, region: Region | None) -> float:
        own = region is None or self._topics[slug].region in (None, region)
        return 1.0 if own else _ABROAD


def _in_order(text: str) -> str:
    """Its words in the order of the alphabet: the order people put them in says little."""
    return " ".join(sorted(text.casefold().split()))


def _outcome(best: Sequence[_Reasons]) -> Outcome:
    first, following, *_ = (*best, _Reasons(), _Reasons())
    alone = first.named >= _ALONE and all(each.named < _NAMED for each in best[1:])
    ahead = following.support() <= first.support() * _NEXT
    if first.support() >= _SURE and first.enough() and (alone or ahead):
        return Outcome.ANSWER
    return Outcome.CHOOSE if first.support() >= _DOUBTFUL else Outcome.UNKNOWN


def _score(support: float) -> float:
    """Spread support over 0..1, so that a sure answer reads as one."""
    return round(1 - (1 - support) ** 4, 4)


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


def _also_named(terms: Sequence[Term], best: Sequence[str], asked: _Question) -> str | None:
    """Give the topic that stands in the question beside the best one: 'wlz of wmo'."""
    named = [term for term in terms if asked.share(term.start, term.end) >= _NAMED_BESIDE]
    firsts = [term for term in named if term.slug == best[0]]
    for other in sorted(
        (term for term in named if term.slug in best[1:]), key=lambda term: best.index(term.slug)
    ):
        if any(one.end <= other.start or other.end <= one.start for one in firsts):
            return other.slug
    return None


def _texts(topic: Topic) -> Iterator[str]:
    """Give all that people type for a topic; not an abbreviation that is an ordinary word."""
    yield from (name for name in names(topic) if not ambiguous(name))
    for phrases in topic.phrases.values():
        yield from phrases


def _answers(topic: Topic) -> Iterator[str]:
    for answer in topic.answers:
        yield from (answer.short, answer.more, answer.for_client, answer.for_carer)


def _telling(texts: Sequence[str]) -> set[str]:
    words = {word for text in texts for word in split_words(text) if not ambiguous(word)}
    return {key(word) for word in words} - stop_words()


def _with_links_to(topic: Topic, held: set[str]) -> Topic:
    return replace(
        topic,
        related=tuple(slug for slug in topic.related if slug in held),
        successors=tuple(slug for slug in topic.successors if slug in held),
    )
