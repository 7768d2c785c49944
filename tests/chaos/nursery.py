"""Starts programs of this checkout in a moment: a process that has everything loaded, and forks.

One order a line on standard input: {"argv": [...], "env": {...}, "folder": ..., "log": ...}; the
number of the new process comes back on a line. It ends with its standard input, and starts no
thread, so that what it forks is whole.
"""

import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from bot import app, cli
from knowledge.topics import parse, render, shipped
from tests.chaos import confirm_first
from tests.learning import knowledge


def _start(order: dict[str, Any]) -> int:
    number = os.fork()
    if number:
        return number
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["env"])
    code = 1
    try:
        confirming = order["argv"] == ["confirm-first"]
        code = confirm_first.main() if confirming else cli.main(order["argv"])
    except BaseException:  # the last line of a process that may not return from here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    knowledge().understander.understand("Wat is respijtzorg?")
    for topic in shipped():
        parse(render(topic))  # as they stand in the database
    gc.freeze()
    print(app.__name__, Path.cwd(), flush=True)  # ready
    for line in sys.stdin:
        print(_start(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
