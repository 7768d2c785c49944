"""What the bot can explain: one topic per word or scheme, written and checked by people.

A topic is one TOML file. It belongs to a country or to both, carries the words people use for it
(synonyms) and whole questions as people ask them (phrases), and one answer per language, or per
language and country where the law differs. An outdated topic names what came after it.
"""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources

from knowledge import plain_language
from knowledge.errors import TopicFault
from knowledge.fields import BOTH, Fields
from knowledge.regions import Region

_STATUS = {"actueel": False, "verouderd": True}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TEXTS = ("short", "more", "for_client", "for_carer", "first_step")
_ANSWER_FIELDS = frozenset(("language", "region", "reviewed", *_TEXTS))
_TOPIC_FIELDS = frozenset(
    (
        *("slug", "title", "region", "status", "successors", "synonyms", "related"),
        *("source", "owner", "checked", "check_by", "phrases", "answers"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What we say about a topic in one language; outside Dutch there may be the short text only."""

    language: str
    region: Region | None  # none: holds in both countries
    short: str
    more: str
    for_client: str
    for_carer: str
    first_step: str
    reviewed: bool  # read by a speaker of the language


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A word or scheme with its answers and the ways people ask for it."""

    slug: str
    title: str
    region: Region | None  # none: both countries
    outdated: bool
    successors: tuple[str, ...]  # slugs of what came after an outdated topic
    synonyms: tuple[str, ...]
    related: tuple[str, ...]  # slugs, not each of them is written yet
    source: str
    owner: str
    checked: date
    check_by: date
    answers: tuple[Answer, ...]
    phrases: Mapping[str, tuple[str, ...]] = field(hash=False)  # by language tag: 'nl', 'nl-BE'

    def answer(self, language: str, region: Region | None) -> Answer:
        """Give the answer nearest to this reader; Dutch of any country when nothing fits."""
        wanted = language.split("-")[0]
        return min(self.answers, key=lambda each: _distance(each, wanted, region))


def _distance(answer: Answer, language: str, region: Region | None) -> tuple[int, int]:
    """Rank answers: the country of the reader weighs more than the language of the reader."""
    fits = answer.region is None or answer.region is region
    language_rank = {language: 0, "nl": 1}.get(answer.language, 2)
    if region is None:
        return language_rank, 0 if fits else 1
    foreign = 0 if fits and language_rank < 2 else 1
    return foreign, language_rank * 2 + (answer.region is None)


def shipped() -> tuple[Topic, ...]:
    """Read every topic that comes with the package, by slug."""
    folder = resources.files("knowledge").joinpath("content", "topics")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=str)
    return tuple(parse(file.read_text("utf-8")) for file in files)


def listed_slugs() -> frozenset[str]:
    """Give every slug the editors work from, written yet or not."""
    source = resources.files("knowledge").joinpath("content", "slugs.txt")
    lines = source.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=512)  # after an edit the other topics are read again, and are the same
def parse(toml_text: str) -> Topic:
    """Read one topic; raise `TopicFault` naming the topic and the first wrong field."""
    try:
        table = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as problem:
        raise TopicFault(_slug_in(toml_text), "file", f"not valid TOML, {problem}") from problem
    return _topic(Fields(table, str(table.get("slug", "without a slug"))))


def render(topic: Topic) -> str:
    """Write a topic as TOML that `parse` reads back to the same topic."""
    status = "verouderd" if topic.outdated else "actueel"
    lines = [
        f"slug = {_quoted(topic.slug)}",
        f"title = {_quoted(topic.title)}",
        f"region = {_quoted(topic.region or BOTH)}",
        f"status = {_quoted(status)}",
        f"successors = {_list(topic.successors)}",
        f"synonyms = {_list(topic.synonyms)}",
        f"related = {_list(topic.related)}",
        f"source = {_quoted(topic.source)}",
        f"owner = {_quoted(topic.owner)}",
        f"checked = {topic.checked.isoformat()}",
        f"check_by = {topic.check_by.isoformat()}",
        "",
        "[phrases]",
        *(f"{_quoted(tag)} = {_list(phrases)}" for tag, phrases in topic.phrases.items()),
    ]
    for answer in topic.answers:
        lines += [
            "",
            "[[answers]]",
            f"language = {_quoted(answer.language)}",
            f"region = {_quoted(answer.region or BOTH)}",
            *(
                f"{name} = {_quoted(getattr(answer, name))}"
                for name in _TEXTS
                if getattr(answer, name)
            ),
            f"reviewed = {str(answer.reviewed).lower()}",
        ]
    return "\n".join(lines) + "\n"


def faults(topic: Topic, known_slugs: Collection[str]) -> tuple[str, ...]:
    """Check a readable topic against the rules for content, one line per fault."""
    return tuple(
        f"topic {topic.slug}: {fault}"
        for fault in (*_link_faults(topic, known_slugs), *_answer_faults(topic))
    )


def _link_faults(topic: Topic, known_slugs: Collection[str]) -> Iterator[str]:
    for name in ("successors", "related"):
        for slug in getattr(topic, name):
            if slug == topic.slug or slug not in known_slugs:
                yield f"{name}: {slug!r} is not another topic"
    if topic.outdated and not topic.successors:
        yield "successors: an outdated topic names what came after it"
    for tag, phrases in topic.phrases.items():
        if len({phrase.casefold() for phrase in phrases}) < len(phrases):
            yield f"phrases.{tag}: a phrase stands there twice"


def _answer_faults(topic: Topic) -> Iterator[str]:
    terms = (topic.title, topic.slug.replace("-", " "), *topic.synonyms)
    own_terms = frozenset(term.casefold() for term in terms)
    for answer in topic.answers:
        where = f"answer {answer.language} {answer.region or BOTH}"
        for name in _TEXTS:
            for fault in _text_faults(answer, name, own_terms):
                yield f"{where}: {name}: {fault}"
        everything = " ".join(getattr(answer, name) for name in _TEXTS)
        if answer.language == "nl":
            for fault in plain_language.unexplained_abbreviations(everything, own_terms=own_terms):
                yield f"{where}: {fault}"


def _text_faults(answer: Answer, name: str, own_terms: frozenset[str]) -> Iterator[str]:
    text: str = getattr(answer, name)
    limit = plain_language.SHORT_WORDS if name != "more" else plain_language.MORE_WORDS
    if plain_language.words(text) > limit:
        yield f"{plain_language.words(text)} words, at most {limit}"
    first = plain_language.SENTENCE_WORDS
    if name == "short":
        first = plain_language.FIRST_SENTENCE_WORDS
    yield from plain_language.long_sentences(text, first=first)
    if answer.language == "nl":
        yield from plain_language.unkind_words(text, own_terms=own_terms)


def _topic(fields: Fields) -> Topic:
    fields.only(_TOPIC_FIELDS)
    topic = Topic(
        slug=fields.word("slug", _SLUG),
        title=fields.text("title"),
        region=fields.region(),
        outdated=_outdated(fields),
        successors=fields.texts("successors"),
        synonyms=fields.texts("synonyms"),
        related=fields.texts("related"),
        source=fields.text("source"),
        owner=fields.text("owner"),
        checked=fields.day("checked"),
        check_by=fields.day("check_by"),
        answers=_answers(fields),
        phrases=_phrases(fields.table("phrases")),
    )
    if topic.check_by <= topic.checked:
        raise fields.refuse("check_by", "not after checked")
    return topic


def _outdated(fields: Fields) -> bool:
    value = fields.text("status")
    if value not in _STATUS:
        raise fields.refuse("status", f"{value!r} is not one of {', '.join(_STATUS)}")
    return _STATUS[value]


def _phrases(fields: Fields) -> dict[str, tuple[str, ...]]:
    for tag in fields:
        if not _LANGUAGE.fullmatch(tag):
            raise fields.refuse(tag, "not a language tag")
    return {tag: fields.texts(tag) for tag in fields}


def _answers(fields: Fields) -> tuple[Answer, ...]:
    answers = tuple(_answer(each) for each in fields.tables("answers"))
    if not any(answer.language == "nl" for answer in answers):
        raise fields.refuse("answers", "no answer in Dutch")
    if len({(answer.language, answer.region) for answer in answers}) < len(answers):
        raise fields.refuse("answers", "two answers in one language for one country")
    return answers


def _answer(fields: Fields) -> Answer:
    fields.only(_ANSWER_FIELDS)
    language = fields.word("language", _LANGUAGE)
    longer = fields.text if language == "nl" else fields.text_if_any
    return Answer(
        language=language,
        region=fields.region(),
        short=fields.text("short"),
        more=longer("more"),
        for_client=longer("for_client"),
        for_carer=longer("for_carer"),
        first_step=longer("first_step"),
        reviewed=fields.yes("reviewed"),
    )


def _slug_in(toml_text: str) -> str:
    found = re.search(r'^slug\s*=\s*"([^"\n]*)"', toml_text, re.MULTILINE)
    return found.group(1) if found else "without a slug"


def _quoted(text: str) -> str:
    # JSON escapes all that a TOML basic string must escape, save the delete sign.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: tuple[str, ...]) -> str:
    if not texts:
        return "[]"
    return "[\n" + "".join(f"  {_quoted(text)},\n" for text in texts) + "]"
