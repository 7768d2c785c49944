"""What the bot learned from its content: read from the folder of the cache, or learned first.

Learning takes both cores for some seconds and much memory, so it is done in programs beside us:
`python -m bot.learning kinds|topics FOLDER NICENESS`, with topics as TOML on standard input.
What is in the folder can be learned again: it may be emptied at any time.
"""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.errors import LearningFailed
from knowledge import training
from knowledge.models import Model
from knowledge.topics import Topic, parse, render

log = logging.getLogger(__name__)

_POLITE: Final = 10  # who asks something goes before who learns
_BETWEEN: Final = "\0"  # one topic and the next


class Lesson:
    """A program that learns beside us."""

    def __init__(
        self, what: str, folder: Path, topics: Sequence[Topic] = (), nice: int = 0
    ) -> None:
        command = [sys.executable, "-m", "bot.learning", what, str(folder), str(nice)]
        with tempfile.TemporaryFile() as content:  # not a pipe: nobody need stay to fill it
            content.write(_BETWEEN.join(map(render, topics)).encode())
            content.seek(0)
            self._process = subprocess.Popen(command, stdin=content)  # noqa: S603 - our own

    def stop(self) -> None:
        """End it; what was learned so far is lost, and can be learned again."""
        self._process.kill()
        self._process.wait()

    @property
    def done(self) -> bool:
        return self._process.poll() is not None

    def wait(self) -> None:
        """Wait until it is learned; raise `LearningFailed` when it could not be."""
        if self._process.wait():
            raise LearningFailed(self._process.returncode)


class Learning:
    """The models of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = _writable(folder)

    def kinds(self) -> Model:
        """Give the model of kinds of messages."""
        return training.kind_model(self._folder)

    def topics(self, topics: Sequence[Topic]) -> Model | None:
        """Give what was learned of these topics; none where there are too many to learn.

        None as well when somebody emptied the folder since: whoever asks must not wait for it.
        """
        if not training.topics_known(topics, self._folder):
            return None
        return training.topic_model(topics, self._folder)

    def prepare(self, topics: Sequence[Topic]) -> None:
        """Learn what is not there yet; returns when it is."""
        lessons = []
        if not training.topics_known(topics, self._folder):
            lessons.append(Lesson("topics", self._folder, topics))
        if not training.kinds_known(self._folder):
            lessons.append(Lesson("kinds", self._folder))
        if lessons:
            log.info("learning.began", extra={"count": len(topics)})
            for lesson in lessons:
                lesson.wait()
            log.info("learning.done", extra={"count": len(topics)})

    def begin(self, topics: Sequence[Topic]) -> Lesson:
        """Begin to learn these topics, and let those go before who ask something."""
        return Lesson("topics", self._folder, topics, _POLITE)


def _writable(folder: Path) -> Path:
    """This folder when it takes files in, else one that lasts as long as this program."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as fault:
        log.warning("learning.not_kept", extra={"fault": type(fault).__name__})
        return Path(tempfile.mkdtemp(prefix="aanspreekpunt-"))


def main() -> None:
    what, folder, nice = sys.argv[1:]
    os.nice(int(nice))
    if what == "kinds":
        training.kind_model(Path(folder))
        return
    texts = sys.stdin.buffer.read().decode().split(_BETWEEN)
    training.topic_model([parse(text) for text in texts if text], Path(folder))


if __name__ == "__main__":
    main()
