"""The command as hosts have it: a process of its own, beside another that runs."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.edge

COMMAND = (sys.executable, "-m", "bot.cli")
ROOT = Path(__file__).parents[2]
TOKEN = "4242:TEST-fake-token-of-no-real-bot-at-all"  # noqa: S105 - opens nothing


def environment(**settings: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "AANSPREEKPUNT" not in name}
    return own | {"PYTHONPATH": str(ROOT), "LC_ALL": "C"} | settings


def ran(
    folder: Path, *words: str, fed: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *words],
        cwd=folder,
        env=environment(**settings),
        input=fed,
        capture_output=True,
        timeout=60,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A demo that serves, until the block ends."""
    started = subprocess.Popen(  # noqa: S603 - our own program
        [*COMMAND, "run", "--demo"],
        cwd=folder,
        env=environment(AANSPREEKPUNT_PORT=str(free_port())),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert started.stderr is not None
    try:
        for line in started.stderr:
            if b"app.started" in line:
                break
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=30)


def test_a_reader_gets_each_answer_before_it_sends_the_next_line(tmp_path: Path) -> None:
    talking = subprocess.Popen(  # noqa: S603 - our own program
        [*COMMAND, "understand", "--json"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert talking.stdin is not None
    assert talking.stdout is not None
    for text in ("wat is ketenzorg?", "", "café"):
        talking.stdin.write(text.encode() + b"\n")
        talking.stdin.flush()
        assert json.loads(talking.stdout.readline())["text"] == text
    talking.stdin.close()
    talking.stdout.close()
    assert talking.wait(timeout=30) == 0


def test_a_reader_who_leaves_early_is_no_reason_for_a_traceback(tmp_path: Path) -> None:
    talking = subprocess.Popen(  # noqa: S603 - our own program
        [*COMMAND, "understand", "--json"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert talking.stdout is not None
    talking.stdout.close()
    _, complaints = talking.communicate(b"hallo\n" * 3, timeout=60)

    assert complaints == b""


def test_a_second_run_is_refused_in_one_line_with_code_75(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        second = ran(tmp_path, "run", "--demo", AANSPREEKPUNT_PORT=str(free_port()))
        assert first.poll() is None

    lines = second.stderr.splitlines()
    assert (second.returncode, len(lines)) == (75, 1)
    assert lines[0].startswith(b"aanspreekpunt: ")


def test_other_commands_work_beside_a_run_and_it_stops_when_asked(tmp_path: Path) -> None:
    demo = "aanspreekpunt-demo.db"
    with running(tmp_path) as serving:
        added = ran(tmp_path, "people", "add", "Pim Verzonnen", AANSPREEKPUNT_DATABASE=demo)
        listed = ran(tmp_path, "people", "list", AANSPREEKPUNT_DATABASE=demo)
        copied = ran(tmp_path, "backup", "copy.db", AANSPREEKPUNT_DATABASE=demo)
        put_back = ran(tmp_path, "restore", "copy.db", AANSPREEKPUNT_DATABASE=demo)

    assert [each.returncode for each in (added, listed, copied, put_back)] == [0, 0, 0, 1]
    assert b"Pim Verzonnen" in listed.stdout
    assert b"stop it first" in put_back.stderr
    assert serving.returncode == 0


def test_what_is_wrong_is_told_without_traceback_and_without_the_token(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN[:25]}\n")
    (tmp_path / "bad.db").write_bytes(b"no database\n" * 100)

    wrong = [
        ran(tmp_path, "doctor"),
        ran(tmp_path, "people", "list", TELEGRAM_BOT_TOKEN=TOKEN, AANSPREEKPUNT_DATABASE="bad.db"),
        ran(tmp_path, "run", TELEGRAM_BOT_TOKEN=TOKEN),
        ran(tmp_path, "bogus", TELEGRAM_BOT_TOKEN=TOKEN),
    ]
    told = b"".join(each.stdout + each.stderr for each in wrong)
    assert [each.returncode for each in wrong] == [1, 1, 1, 2]
    assert [word for word in (b"Traceback", TOKEN[:25].encode()) if word in told] == []
