"""What it costs to understand a message, beside one bare encode of it, in a process of its own.

`python -m tests.bench.understanding TOPICS TIMES` measures with so many topics; where they are more
than we ship, copies with words of their own are made of those.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from rapidfuzz import fuzz, process

from bot.shelf import knowledge_of
from knowledge import vectors
from knowledge.topics import Topic, shipped
from tests.bench.figures import milliseconds, row
from tests.bench.machine import ROOT, peak_megabytes
from tests.evaluation import parts
from tests.evaluation.parts import Part
from tests.learning import LEARNING

_SHIPPED: Final = 160
_MANY: Final = 5000
_PHRASES: Final = 20  # of a topic that is made
_SHORT: Final = 400  # characters of a message that the encoder reads


def report(times: int) -> Iterator[str]:
    """Measure with the topics we ship, and with many more."""
    for count in (_SHIPPED, _MANY):
        measured = _apart(count, times)
        yield f"(e) understanding a message among {count} topics"
        yield row("understand", milliseconds(measured["ours"]), _times_bare(measured))
        yield row("one bare encode of the same message", milliseconds(measured["bare"]))
        fuzzy = milliseconds(measured["fuzzy"])
        yield row(f"one rapidfuzz pass over {measured['phrases']} phrases", fuzzy)
        yield row("ready, memory", f"{measured['ready']:.1f} s, {measured['megabytes']:.0f} MB")


def _times_bare(measured: dict[str, Any]) -> str:
    ours, bare = sorted(measured["ours"]), sorted(measured["bare"])
    half, most = (ours[int(len(ours) * at)] / bare[int(len(bare) * at)] for at in (0.5, 0.99))
    return f"{half:.1f} and {most:.1f} times a bare encode"


def _apart(count: int, times: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.understanding", str(count), str(times)]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - ours
    measured: dict[str, Any] = json.loads(found.stdout)
    return measured


def _measured(count: int, times: int) -> dict[str, Any]:
    topics = _topics(count)
    began = time.perf_counter()
    understander = knowledge_of(topics, LEARNING).understander
    understander.understand("Respijtzorg?")
    vectors.encode(["Goedemorgen"])
    ready = time.perf_counter() - began
    phrases = [line for topic in topics for lines in topic.phrases.values() for line in lines]
    asked = [each.text for each in parts.questions(Part.DEV)[:times]]
    told = [each.text for each in parts.messages(Part.DEV)[:times]]
    ours, bare, fuzzy = [], [], []
    for text in (*asked, *told):
        ours.append(_seconds(lambda text=text: understander.understand(text)))
        bare.append(_seconds(lambda text=text: vectors.encode([text[:_SHORT]])))
    megabytes = peak_megabytes()
    for text in asked[: max(1, times // 10)]:
        fuzzy.append(
            _seconds(lambda text=text: process.extract(text, phrases, scorer=fuzz.token_set_ratio))
        )
    return {"ready": ready, "ours": ours, "bare": bare, "fuzzy": fuzzy,
            "phrases": len(phrases), "megabytes": megabytes}  # fmt: skip


def _seconds(job: Any) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def _topics(count: int) -> Sequence[Topic]:
    ours = shipped()
    return [_copy(ours[number % len(ours)], number // len(ours)) for number in range(count)]


def _copy(topic: Topic, number: int) -> Topic:
    """Copy it with a made word in each text, so that no two topics are the same."""
    if not number:
        return topic
    made = "".join("bdfgklmnprstvwz"[digit] + "a" for digit in _digits(number))
    lines = [f"{line} {made}" for mine in topic.phrases.values() for line in mine][:_PHRASES]
    return replace(
        topic,
        slug=f"{topic.slug}-{made}",
        title=f"{topic.title} {made}",
        synonyms=tuple(f"{each} {made}" for each in topic.synonyms),
        phrases={"nl": tuple(lines)},
    )


def _digits(number: int) -> Iterator[int]:
    """Give the digits of a number to the base 15, the last one first."""
    while number:
        number, digit = divmod(number, 15)
        yield digit


if __name__ == "__main__":
    json.dump(_measured(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
