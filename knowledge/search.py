"""Which topic a question is about, and whether we are sure enough to answer.

A question is compared with every topic in three ways: a title or synonym that stands in it, the
phrase that resembles it most, and the topic as a whole, by parts of words. Only words that tell
topics apart count; a match on 'de', 'hulp' or 'mijn' alone is no match.
We answer when the best topic is good and well ahead of the next, offer a choice when it is
doubtful or when two topics are named, and otherwise say that we do not know.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.errors import TopicUnknown
from knowledge.likeness import Likeness
from knowledge.regions import Region
from knowledge.spelling import key, split_words
from knowledge.terms import Term, Terms, ambiguous, names
from knowledge.topics import Topic
from knowledge.vocabulary import Rarity, Vocabulary, stop_words

_MOST_MATCHES = 5
_LONGEST_QUESTION = 60  # words; a longer message tells a story, it does not ask for a word

# Weights and cuts, set on the development questions of tests/evaluation.
_STRANGE = 0.6  # of a word that no topic knows
_TERM, _PHRASE, _WHOLE = 0.9, 0.85, 0.5
_TERM_BASE = 0.35  # of a term, however little of the question it takes up
_ABROAD = 0.85
_SURE, _AHEAD = 0.62, 0.12
_DOUBTFUL = 0.38


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
    weights: tuple[float, ...]  # how telling each word is
    meant: Mapping[str, float]  # known words by weight, and strange words as typed

    def share(self, term: Term) -> float:
        """Say how much of what was asked a term takes up (0..1)."""
        mass = sum(self.weights)
        if not any(self.weights[term.start : term.end]):
            return (term.end - term.start) / len(self.words) if mass == 0 else 0.0
        return sum(self.weights[term.start : term.end]) / mass


class Index:
    """Topics, ready to be searched; knows only links between the topics it holds."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        held = {topic.slug for topic in topics}
        self._topics = {topic.slug: _with_links_to(topic, held) for topic in topics}
        self._entries = [(topic.slug, text) for topic in topics for text in _texts(topic)]
        words: defaultdict[str, list[str]] = defaultdict(list)
        for slug, text in self._entries:
            words[slug].extend(_telling(text))
        self._terms = Terms(topics)
        self._vocabulary = Vocabulary(words.values())
        self._phrases = Likeness(
            {
                number: {word: self._vocabulary.rarity(word) for word in _telling(text)}
                for number, (_, text) in enumerate(self._entries)
            }
        )
        parts = {slug: Counter(_parts(telling)) for slug, telling in words.items()}
        self._part_rarity = Rarity(parts.values())
        self._whole = Likeness({slug: self._weigh(counts) for slug, counts in parts.items()})

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
        terms = self._named(asked)
        phrases = self._resembled(asked)
        whole = self._whole.to(self._weigh(Counter(_parts(asked.meant))))
        matches = [
            Match(
                slug=slug,
                score=round(score * self._nearness(slug, region), 4),
                matched=matched,
            )
            for slug, score, matched in _together(terms, phrases, whole)
        ]
        matches.sort(key=lambda match: (-match.score, match.slug))
        return Found(matches=tuple(matches[:_MOST_MATCHES]), outcome=_outcome(matches))

    def _read(self, words: Sequence[str]) -> _Question:
        keys: list[str] = []
        weights: list[float] = []
        meant: defaultdict[str, float] = defaultdict(float)
        for word in words:
            known = self._vocabulary.meant(key(word))
            nearest = max(known, key=known.__getitem__, default=key(word))
            strange = self._vocabulary.rarity(key(word)) * _STRANGE
            keys.append(nearest if known.get(nearest, 0.0) > 0.72 else key(word))
            weights.append(max(map(self._vocabulary.rarity, known), default=strange))
            meant.setdefault(key(word), 0.0 if known else strange)
            for each, likeness in known.items():
                meant[each] = max(meant[each], likeness * self._vocabulary.rarity(each))
        return _Question(
            words=tuple(words), keys=tuple(keys), weights=tuple(weights), meant=dict(meant)
        )

    def _named(self, asked: _Question) -> dict[str, tuple[float, str]]:
        """Give per topic the share of the question that its best term takes up."""
        best: dict[str, tuple[float, str]] = {}
        for term in self._terms.within(asked.words, asked.keys):
            share = asked.share(term)
            if share > best.get(term.slug, (0.0, ""))[0]:
                best[term.slug] = (share, term.text)
        return best

    def _resembled(self, asked: _Question) -> dict[str, tuple[float, str]]:
        """Give per topic the likeness of its nearest phrase."""
        best: dict[str, tuple[float, str]] = {}
        for number, likeness in self._phrases.to(asked.meant).items():
            slug, text = self._entries[number]
            if likeness > best.get(slug, (0.0, ""))[0]:
                best[slug] = (likeness, text)
        return best

    def _weigh(self, parts: Mapping[str, int]) -> dict[str, float]:
        return {part: count**0.5 * self._part_rarity(part) for part, count in parts.items()}

    def _nearness(self, slug: str, region: Region | None) -> float:
        own = region is None or self._topics[slug].region in (None, region)
        return 1.0 if own else _ABROAD


def _together(
    terms: Mapping[str, tuple[float, str]],
    phrases: Mapping[str, tuple[float, str]],
    whole: Mapping[str, float],
) -> Iterator[tuple[str, float, str]]:
    """Add up the three likenesses as independent reasons to think of a topic."""
    for slug in terms.keys() | phrases.keys():
        share, term = terms.get(slug, (0.0, ""))
        likeness, phrase = phrases.get(slug, (0.0, ""))
        named = _TERM_BASE + (1 - _TERM_BASE) * share if share else 0.0
        doubt = (1 - _TERM * named) * (1 - _PHRASE * likeness)
        doubt *= 1 - _WHOLE * whole.get(slug, 0.0)
        yield slug, 1 - doubt, term or phrase


def _outcome(matches: Sequence[Match]) -> Outcome:
    best = matches[0].score if matches else 0.0
    next_best = matches[1].score if len(matches) > 1 else 0.0
    if best >= _SURE and best - next_best >= _AHEAD:
        return Outcome.ANSWER
    return Outcome.CHOOSE if best >= _DOUBTFUL else Outcome.UNKNOWN


def _texts(topic: Topic) -> Iterator[str]:
    """Give all that people type for a topic; not an abbreviation that is an ordinary word."""
    yield from (name for name in names(topic) if not ambiguous(name))
    for phrases in topic.phrases.values():
        yield from phrases


def _telling(text: str) -> list[str]:
    return [each for each in map(key, split_words(text)) if each not in stop_words()]


def _parts(words: Iterable[str]) -> Iterator[str]:
    """Give the parts of three and four letters of words, their edges marked."""
    for word in words:
        edged = f" {word} "
        for length in (3, 4):
            for start in range(len(edged) - length + 1):
                yield edged[start : start + length]


def _with_links_to(topic: Topic, held: set[str]) -> Topic:
    return replace(
        topic,
        related=tuple(slug for slug in topic.related if slug in held),
        successors=tuple(slug for slug in topic.successors if slug in held),
    )
