"""What was learned from the content, and how it is kept in a file between two starts.

A model is known by a key: the SHA-256 of everything it was learned from. A file that is damaged,
of another key or of another form is as good as none: what it holds can be learned again.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from knowledge.features import Features, Row, Rows
from knowledge.linear import Linear

_FORM: Final = 13  # of the file, and of how is learned: another number makes every key another

NOTHING: Final = "-"  # the label of what is about no topic

_DAMAGED: Final = (OSError, ValueError, KeyError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """How to tell labels apart, by marks and, where the encoder is there, by meaning."""

    key: str
    features: Features
    by_marks: Linear
    by_meaning: Linear | None
    texts: Mapping[str, int]  # each text it was learned from, once -> its place in rows
    rows: Rows

    def row(self, text: str) -> Row:
        """Give the row of a text, from those it was learned from when it is one of them."""
        place = self.texts.get(text)
        return self.features.row(text) if place is None else self.rows[place]


def key_of(parts: Iterable[str]) -> str:
    """Name what is learned from these texts."""
    digest = hashlib.sha256(f"form {_FORM}".encode())
    for part in parts:
        digest.update(b"\0")
        digest.update(part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def save(model: Model, folder: Path, name: str) -> Path:
    """Keep a model; whoever reads at the same time finds the old file or the new one."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{name}.npz"
    half = folder / f"{name}.{os.getpid()}.part"
    arrays: dict[str, Any] = {
        "key": np.array(model.key),
        "rarity": model.features.rarity,
        "labels": _packed(model.by_marks.labels),
        "by_marks": model.by_marks.weights.astype(np.float16),
        "texts": _packed(list(model.texts)),
        "starts": model.rows.starts,
        "slots": model.rows.slots.astype(np.uint16),  # kept for texts in hashed slots only
        "values": model.rows.values.astype(np.float16),
    }
    if model.features.vocabulary is not None:
        arrays["vocabulary"] = model.features.vocabulary
    if model.by_meaning is not None:
        arrays["by_meaning"] = model.by_meaning.weights
    try:
        with half.open("wb") as file:
            np.savez(file, **arrays)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)
    return place


def load(folder: Path, name: str, key: str) -> Model | None:
    """Give the model that was kept under this key; none when there is none."""
    try:
        with _opened(folder, name) as held:
            return _read(held, key) if str(held["key"]) == key else None
    except _DAMAGED:
        return None


def holds(folder: Path, name: str, key: str) -> bool:
    """Whether a model is kept under this key."""
    try:
        with _opened(folder, name) as held:
            return str(held["key"]) == key
    except _DAMAGED:
        return False


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[Mapping[str, Any]]:
    # The file is ours to close: numpy leaves one open that turns out to be damaged.
    with (folder / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as held:
        yield held


def keep_newest(folder: Path, pattern: str, count: int) -> None:
    """Remove the files that were written longest ago."""
    files = sorted(folder.glob(pattern), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-count]:
        file.unlink(missing_ok=True)


def _read(held: Mapping[str, Any], key: str) -> Model:
    labels = _unpacked(held["labels"])
    meaning = Linear(labels, held["by_meaning"]) if "by_meaning" in held else None
    return Model(
        key=key,
        features=Features(held["rarity"], held.get("vocabulary")),
        by_marks=Linear(labels, held["by_marks"]),
        by_meaning=meaning,
        texts={text: place for place, text in enumerate(_unpacked(held["texts"]))},
        rows=Rows(held["starts"], held["slots"], held["values"]),
    )


def _packed(texts: Sequence[str]) -> Any:
    return np.frombuffer("\0".join(texts).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _unpacked(array: Any) -> tuple[str, ...]:
    text = array.tobytes().decode("utf-8", "surrogatepass")
    return tuple(text.split("\0")) if text else ()
