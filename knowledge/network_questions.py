"""What somebody wants to know of a care network: who does what, who comes when, whom to call.

Only words of the question and of the network itself are compared; when nothing fits, the whole
network is the answer, never a guess.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process

from knowledge.care_network import CareNetwork, Member
from knowledge.spelling import key, split_words

_ALIKE: Final = 85  # one slip in a word of six letters


@dataclass(frozen=True, slots=True)
class Everyone:
    """The whole network."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Who takes the lead (voortouw)."""


@dataclass(frozen=True, slots=True)
class OnDay:
    day: date


@dataclass(frozen=True, slots=True)
class DoneBy:
    """Who does this task; more than one is a question for the case manager, not a fault."""

    word: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class About:
    member: Member


Asked: TypeAlias = Everyone | Lead | OnDay | DoneBy | About

_DUTCH: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS: Final = {
    name: number for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names, start=1)
}
_NEAR: Final = {"vandaag": 0, "vanmiddag": 0, "vanavond": 0, "straks": 0, "subiet": 0, "today": 0,
                "morgen": 1, "morgenvroeg": 1, "tomorrow": 1, "overmorgen": 2}  # fmt: skip
_LEAD: Final = frozenset({"voortouw", "leiding", "regie", "trekker", "baas", "knoop", "lead"})
_WHO: Final = frozenset({"wie", "wi", "wiens", "wanneer", "waneer", "hoelaat", "who", "when"})
_COMES: Final = frozenset({"komt", "kom", "komen"})  # in front: 'komt Fatma vandaag?'
_REACH: Final = frozenset(
    """wil bel bellen spreken praten bereik bereiken nummer telefoonnummer contact mailen
    call reach""".split()  # noqa: SIM905 - words to read
)
_EMPTY: Final = frozenset(
    """wie wat waar wanneer hoe welke doet doen komt komen is zijn er de het een bij voor van met
    mijn ons onze haar moeder vader ma pa mama papa thuis ook alweer eigenlijk nu dan ik moet kan
    bellen bel bereik bereiken als iets over om zet zorgt zorg helpt hulp gaat
    who does what comes when and the for my call""".split()  # noqa: SIM905 - words to read
)


def asked(question: str, network: CareNetwork, today: date) -> Asked:
    """What is asked; `network` as this asker may see it."""
    words = [word.casefold() for word in split_words(question)]
    members = network.on(today)
    if _LEAD & set(words):
        return Lead()
    day = _day(words, today)
    if day is not None:
        return OnDay(day)
    named = _named(words, members)
    if named is not None:
        return About(named)
    return _done_by(words, members, today) or Everyone()


def meant(question: str, networks: Sequence[CareNetwork], today: date) -> bool:
    """Whether these words ask what only one of these networks can answer.

    Without a network only what can be nothing else: 'wie doet wat', 'wie komt er'.
    """
    words = [word.casefold() for word in split_words(question)]
    asks = bool(_WHO & set(words) or _COMES & set(words[:1]))
    clients = {w for network in networks for w in split_words(network.client_name.casefold())}
    if asks and all(word in _EMPTY | _WHO | clients for word in words):
        return True
    return any(_fits(asked(question, network, today), words, asks=asks) for network in networks)


def _fits(found: Asked, words: Sequence[str], *, asks: bool) -> bool:
    if isinstance(found, About) and _REACH & set(words):
        return True
    return asks and not isinstance(found, Everyone)


def named(words: str, network: CareNetwork, today: date) -> Member | None:
    """The one member whose own name stands in these words; None when nobody's does, or two."""
    typed = [word.casefold() for word in split_words(words)]
    fitting = [m for m in network.on(today) if _shares(typed, split_words(m.name))]
    return fitting[0] if len(fitting) == 1 else None


def _day(words: Iterable[str], today: date) -> date | None:
    for word in words:
        # a slip is forgiven in long words only: "'s morgens" is not tomorrow
        near = word if word in _NEAR else _slip(word, [name for name in _NEAR if len(name) > 6])
        if near is not None:
            return today + timedelta(days=_NEAR[near])
        weekday = _slip(word, _WEEKDAYS)
        if weekday is not None:
            return today + timedelta(days=(_WEEKDAYS[weekday] - today.isoweekday()) % 7)
    return None


def _slip(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one is, but for one slip or another spelling."""
    names = list(known)
    spelled = next((name for name in names if key(name) == key(word)), None)
    if spelled is not None:
        return spelled
    found = process.extractOne(word, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(found[0]) if found is not None else None


def _named(words: Sequence[str], members: Sequence[Member]) -> Member | None:
    """The one member whose name or role stands in the question; None when two fit."""
    fitting = [
        member
        for member in members
        if _shares(words, [*split_words(member.name), *split_words(member.role)])
    ]
    return fitting[0] if len(fitting) == 1 else None


def _done_by(words: Sequence[str], members: Sequence[Member], today: date) -> DoneBy | None:
    for word in words:
        if word in _EMPTY:
            continue
        doing = tuple(
            member
            for member in members
            if any(_shares([word], split_words(task.label)) for task in member.tasks_on(today))
        )
        if doing:
            return DoneBy(word, doing)
    return None


def _shares(words: Iterable[str], others: Iterable[str]) -> bool:
    telling = [other.casefold() for other in others if other.casefold() not in _EMPTY]
    return any(
        word not in _EMPTY
        and len(word) > 2
        and process.extractOne(word, telling, scorer=_alike, score_cutoff=_ALIKE) is not None
        for word in words
    )


def _alike(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of two words; a compound resembles its parts ('medicijnrol', 'medicijnen')."""
    shorter, longer = sorted((one, other), key=len)
    stem = shorter.removesuffix("en").removesuffix("s")
    if len(stem) >= 5 and longer.startswith(stem):
        return 100.0
    return fuzz.ratio(one, other, score_cutoff=score_cutoff)
