"""What may be logged: one line of JSON per event, with ids and counts, never words or names.

Rules (GDPR art. 5 and 32; reliability threat T17):
- an event has a name such as `turn.taken`; only the fields listed here go with it, and a value
  that does not look like an id, a number or one word is left out;
- of an error only its kind and where it happened are kept: its message may quote what people said;
- of other libraries only who logged, where, from WARNING on: their lines may hold a whole update;
- whatever looks like a bot token is blanked, wherever it stands.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final, TextIO

FIELDS: Final = frozenset(
    {
        # which
        *("bot", "channel", "client", "concern", "conversation", "follow_up", "inbox"),
        *("invitation", "message", "outbox", "person", "report", "session", "signal", "topic"),
        *("update", "worker"),
        # what
        *("action", "class", "code", "fault", "intent", "kind", "language", "outcome"),
        *("reason", "region", "route", "rung", "schema", "state", "status", "step", "turn"),
        *("version", "host", "port", "pid", "method"),
        # how many, how long
        *("again", "aside", "attempts", "blanked", "copies", "count", "deadlines", "done"),
        *("due", "failures", "lost", "milliseconds", "new", "parts", "pending", "seconds"),
        *("sent", "size", "updates", "waiting"),
    }
)
OURS: Final = ("bot", "conversations", "knowledge")
LIBRARIES: Final = (
    *("aiohttp", "httpx", "httpcore", "telegram", "asyncio"),
    *("uvicorn", "uvicorn.error", "uvicorn.access"),
)

_EVENT: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
_VALUE: Final = re.compile(r"[\w.:/+-]{1,64}", re.ASCII)
_TOKEN: Final = re.compile(r"\d{3,}(?::|%3A)[\w-]{20,}", re.ASCII | re.IGNORECASE)
_BLANK: Final = "[token]"
_DEEPEST: Final = 12  # frames of a fault, the innermost

log = logging.getLogger(__name__)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log of this process to one stream, and faults nobody caught as well."""
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.addFilter(TokenBlanked())
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.setLevel(logging.WARNING)
        # Whatever a library set up for itself would write past our formatter.
        library.handlers[:] = []
        library.propagate = True
    logging.captureWarnings(True)
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


class TokenBlanked(logging.Filter):
    """Blanks bot tokens in a record, so that no formatter can show one."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # the words and their values do not fit
            message = str(record.msg)
        record.msg, record.args = blanked(message), ()
        for name, value in list(vars(record).items()):
            if name not in ("msg", "args") and isinstance(value, str):
                setattr(record, name, blanked(value))
        return True


class JsonLines(logging.Formatter):
    """Writes one record as one line of JSON, by the rules above."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **_event(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["frames"] = list(_frames(record.exc_info[2]))
        return blanked(json.dumps(line, ensure_ascii=True))


def blanked(text: str) -> str:
    """Give a text without anything that looks like a bot token."""
    return _TOKEN.sub(_BLANK, text)


def _event(record: logging.LogRecord) -> dict[str, Any]:
    where = f"{record.name}:{record.lineno}"
    if record.name.split(".")[0] not in OURS:
        return {"event": "library.logged", "where": where}
    if not _EVENT.fullmatch(str(record.msg)):
        return {"event": "log.unnamed", "where": where}
    given = {name: _plain(value) for name, value in vars(record).items() if name in FIELDS}
    return {"event": record.msg, **{name: v for name, v in given.items() if _harmless(v)}}


def _plain(value: object) -> int | float | str | None:
    return value if value is None or isinstance(value, int | float) else str(value)


def _harmless(value: int | float | str | None) -> bool:
    return not isinstance(value, str) or bool(_VALUE.fullmatch(value))


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(traceback)
    ]
    yield from frames[-_DEEPEST:]


def _crashed(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("process.crashed", exc_info=(kind, error, traceback))


def _thread_crashed(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_value is not None and not issubclass(fault.exc_type, SystemExit):
        log.critical(
            "thread.crashed", exc_info=(fault.exc_type, fault.exc_value, fault.exc_traceback)
        )
