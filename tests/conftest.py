"""Keeps tests that are not marked `edge` inside the process: they neither connect nor sleep."""

import sys
from typing import Any

import pytest

_inside: list[str] = []  # the test that runs now and may not leave the process


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if _inside and event in {"socket.connect", "time.sleep"}:
        raise AssertionError(f"{_inside[0]} reached {event}: mark it with pytest.mark.edge")


sys.addaudithook(_refuse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    if item.get_closest_marker("edge") is None:
        _inside.append(item.nodeid)
    try:
        return (yield)
    finally:
        _inside.clear()
