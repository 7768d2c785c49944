"""The danger rules of one language as people keep them, and how a message sets them off.

A rule says which words tell of danger, at one of five levels (1 life in danger, 2 thoughts of
suicide, 3 violence or neglect, 4 sudden confusion, 5 sudden physical complaint), with sentences
that must and must not set it off. Denial and supposition never silence levels 1 and 2. From
level 3 on a question about a word, a supposition, a denial or something long past is no danger.

A rule may say in `lead` how far a message as a whole must resemble danger more than all else for
it to count: less than 0 silences it only where the message is clearly something else. From 0 on it
is a hint, words that stand in danger and elsewhere. Rules of levels 1 and 2 that name the danger
ask hardly anything (`knowledge.danger`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.content_files import exists, read_table, tables_in
from knowledge.errors import ContentFault
from knowledge.finder import Finder, Found
from knowledge.grammar import Grammar, Mood
from knowledge.grammar import shipped as shipped_grammar
from knowledge.languages import DEFAULT
from knowledge.patterns import Sentence, Span

ALWAYS_UP_TO = 2  # the last level that denial and supposition never silence
_NEAR = 8  # words between what sets off a rule and what silences it
_OWN = "zelfdoding"  # who speaks of the own death is heard, whatever was read or seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """One rule that a message set off; the level chooses text and route, it is no diagnosis."""

    level: int  # 1 (life in danger) to 5
    kind: str
    rule: str
    words: str  # the sentence as it was typed
    sensitive: bool = False  # who reads along may be the offender: no content in notices
    accused_staff: bool = False  # never tell the carer it is about
    language: str = DEFAULT  # of the rule
    lead: float | None = None  # of the likeness to danger over any other, from which it counts

    @property
    def hint(self) -> bool:
        """Whether its words mean danger only in a message that resembles danger."""
        return self.lead is not None and self.lead >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as people keep it."""

    id: str
    level: int
    kind: str
    when: tuple[str, ...]
    unless: tuple[str, ...]  # in the same sentence
    always: bool  # questions, denial and supposition do not silence it
    fires: tuple[str, ...]
    quiet: tuple[str, ...]
    lead: float | None = None


class LanguageRules:
    """The danger rules of one language."""

    def __init__(
        self,
        grammar: Grammar,
        rules: Sequence[Rule],
        masks: Sequence[str],
        tales: Sequence[str] = (),  # a sentence about a film, book or news sets off nothing
    ) -> None:
        self.rules = tuple(rules)
        self.grammar = grammar
        pattern = grammar.lexicon.pattern
        lines = [(pattern(line), rule) for rule in rules for line in rule.when]
        self._finder = Finder(lines)
        self._denying = frozenset(each.text for each, _ in lines if grammar.denies(each))
        self._unless = Finder([(pattern(line), rule.id) for rule in rules for line in rule.unless])
        self._masks = Finder([(pattern(line), line) for line in masks])
        self._tales = Finder([(pattern(line), line) for line in tales])

    def find(self, text: Sequence[Sentence], moods: Sequence[Mood]) -> list[Danger]:
        """Give every danger once per rule, in the order of the rules."""
        heard = self._finder.find(text)
        if not heard:
            return []  # as with most messages; what silences rules need not be looked for
        shown = self._without_figures_of_speech(text)
        if any(each is not full for each, full in zip(shown, text, strict=True)):
            heard = self._finder.find(shown)
        told_of = {found.sentence for found in self._tales.find(text)}
        silenced = self._silenced(text)
        found = [
            each
            for each in heard
            if (each.sentence not in told_of or each.payload.kind == _OWN)
            and not _near(each.span, silenced.get((each.sentence, each.payload.id), ()))
            and self._counts(each, shown[each.sentence], moods[each.sentence])
        ]
        first = {each.payload.id: each for each in reversed(found)}
        return [_danger(each, text) for _, each in sorted(first.items())]

    def _silenced(self, text: Sequence[Sentence]) -> Mapping[tuple[int, str], list[Span]]:
        places: dict[tuple[int, str], list[Span]] = {}
        for found in self._unless.find(text):
            if found.span:
                places.setdefault((found.sentence, found.payload), []).append(found.span)
        return places

    def _without_figures_of_speech(self, text: Sequence[Sentence]) -> list[Sentence]:
        spans: dict[int, list[Span]] = {}
        for found in self._masks.find(text):
            if found.span:
                spans.setdefault(found.sentence, []).append(found.span)
        return [
            each.without(spans[place]) if place in spans else each
            for place, each in enumerate(text)
        ]

    def _counts(self, found: Found[Rule], sentence: Sentence, mood: Mood) -> bool:
        rule = found.payload
        if rule.always or rule.level == ALWAYS_UP_TO:
            return True
        if rule.level < ALWAYS_UP_TO:
            return not mood.past
        if mood.past or mood.unreal(found.span):
            return False
        if found.span is None or found.pattern in self._denying:
            return True
        return not self.grammar.denied(sentence, found.span)


def _near(span: Span | None, others: Sequence[Span]) -> bool:
    """Say whether one of the others stands so near that it says what these words mean."""
    if span is None:
        return bool(others)
    return any(each.start <= span.end + _NEAR and span.start <= each.end + _NEAR for each in others)


def _danger(found: Found[Rule], text: Sequence[Sentence]) -> Danger:
    kind = kinds()[found.payload.kind]
    return Danger(
        level=found.payload.level,
        kind=found.payload.kind,
        rule=found.payload.id,
        words=text[found.sentence].literal,
        sensitive=kind.sensitive,
        accused_staff=kind.accused_staff,
        lead=found.payload.lead,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of danger: which text belongs to it and how careful we are with it."""

    slug: str
    sensitive: bool
    accused_staff: bool
    indicator: str  # the sign that such a danger also is; '' when none


@cache
def kinds() -> Mapping[str, Kind]:
    """Give the kinds of danger that come with the package, by slug."""
    table = read_table("danger", "kinds.toml")
    return {
        slug: Kind(
            slug=slug,
            sensitive=row.get("sensitive", False),
            accused_staff=row.get("accused_staff", False),
            indicator=row.get("indicator", ""),
        )
        for slug, row in table.items()
    }


@cache
def rules_in(language: str) -> LanguageRules:
    """Make the rules of a language ready; raise `ContentFault` when they are unfit."""
    masks: list[str] = []
    tales: list[str] = []
    for path in _files(language):
        table = read_table(*path)
        masks += table.get("masks", ())
        tales += table.get("tales", ())
    return LanguageRules(shipped_grammar(language), written_in(language), masks, tales)


def written_in(language: str) -> Sequence[Rule]:
    """Read the rules of a language; raise `ContentFault` naming the file when they are unfit."""
    rules: list[Rule] = []
    for path in _files(language):
        table = read_table(*path)
        try:
            rules += [_rule(row, table.get("lead")) for row in table.get("rules", ())]
        except (KeyError, TypeError) as problem:
            raise ContentFault("/".join(path), f"a rule lacks {problem}") from problem
    unknown = {rule.kind for rule in rules} - set(kinds())
    if not rules or unknown or len({rule.id for rule in rules}) != len(rules):
        fault = f"no rules, an id stands there twice, or a kind is unknown {unknown}"
        raise ContentFault(f"danger/{language}", fault)
    return rules


def _files(language: str) -> list[tuple[str, ...]]:
    """Give the file of a language, or, where there are many rules, the files of its folder."""
    if exists("danger", f"{language}.toml"):
        return [("danger", f"{language}.toml")]
    return [("danger", language, name) for name in tables_in("danger", language)]


def _rule(row: Mapping[str, object], of_file: object) -> Rule:
    lead = row.get("lead", of_file)
    return Rule(
        id=str(row["id"]),
        level=_level(row["level"]),
        kind=str(row["kind"]),
        when=_lines(row["when"]),
        unless=_lines(row.get("unless", ())),
        always=bool(row.get("always", False)),
        fires=_lines(row["fires"]),
        quiet=_lines(row["quiet"]),
        lead=float(lead) if isinstance(lead, (int, float)) else None,
    )


def _level(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= 5:
        raise TypeError("level 1 to 5")
    return value


def _lines(value: object) -> tuple[str, ...]:
    return tuple(str(line) for line in value) if isinstance(value, (list, tuple)) else ()
