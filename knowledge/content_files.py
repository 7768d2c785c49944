"""Reading the files of `knowledge/content` that people keep, other than topics."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from knowledge.errors import ContentFault


def read_text(*path: str) -> str:
    """Give the text of one shipped content file."""
    return resources.files("knowledge").joinpath("content", *path).read_text("utf-8")


def read_table(*path: str) -> dict[str, Any]:
    """Give one shipped TOML file; raise `ContentFault` naming it when it is not TOML."""
    try:
        return tomllib.loads(read_text(*path))
    except tomllib.TOMLDecodeError as problem:
        raise ContentFault("/".join(path), f"not valid TOML, {problem}") from problem


def texts_in(*path: str) -> Iterator[str]:
    """Give the name and the text of every file in a shipped folder and below it, in order."""
    yield from _texts_in(resources.files("knowledge").joinpath("content", *path))


def _texts_in(folder: Traversable) -> Iterator[str]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _texts_in(each)
        else:
            yield each.name
            yield each.read_text("utf-8")


def exists(*path: str) -> bool:
    """Say whether a content file is shipped."""
    return resources.files("knowledge").joinpath("content", *path).is_file()


def tables_in(*path: str) -> tuple[str, ...]:
    """Give the names of the TOML files in a shipped folder, in order."""
    folder = resources.files("knowledge").joinpath("content", *path)
    return tuple(sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml")))
