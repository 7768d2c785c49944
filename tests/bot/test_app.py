"""What keeps a `run` from starting is told before anybody is served, and leaves no lease behind."""

import socket
from pathlib import Path

import pytest

from bot import app, clock
from bot.errors import AlreadyRunning, PortTaken
from bot.settings import Settings, SettingsWrong, from_environment
from conversations.errors import StoreUnreadable
from conversations.store import lease
from conversations.store.engine import migrate, open_engine

DATABASE = "aanspreekpunt.db"


def settings(folder: Path, **given: str) -> Settings:
    named = {"DATABASE": str(folder / DATABASE), "PORT": "0", **given}
    return from_environment(
        {f"AANSPREEKPUNT_{name}": value for name, value in named.items()}, dotenv=folder / "none"
    )


def holder(folder: Path) -> str | None:
    engine = open_engine(str(folder / DATABASE))
    try:
        return lease.holder(engine)
    finally:
        engine.close()


def test_a_database_that_another_machine_serves_is_left_to_it(tmp_path: Path) -> None:
    engine = open_engine(str(tmp_path / DATABASE))
    migrate(engine)
    lease.take(engine, "elsewhere:1:0a1b2c3d", clock.now())
    engine.close()

    with pytest.raises(AlreadyRunning):
        app.run(settings(tmp_path))

    assert holder(tmp_path) == "elsewhere:1:0a1b2c3d"


def test_wrong_desks_are_told_and_the_next_try_need_not_wait(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong):
        app.run(settings(tmp_path))

    assert holder(tmp_path) is None


def test_a_taken_port_is_told_and_the_next_try_need_not_wait(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken):
            app.run(settings(tmp_path, PORT=str(taken.getsockname()[1])))

    assert holder(tmp_path) is None


def test_what_is_no_database_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("een brief", encoding="utf-8")

    with pytest.raises(StoreUnreadable):
        app.run(settings(tmp_path))

    assert (tmp_path / DATABASE).read_text(encoding="utf-8") == "een brief"
