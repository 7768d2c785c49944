"""What was learned is the same after a restart, and what is damaged is learned anew."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge import models
from knowledge.models import Model
from knowledge.topics import Topic, shipped
from knowledge.training import topic_model, topics_known


@pytest.fixture(scope="module")
def topics() -> tuple[Topic, ...]:
    """Three topics, two of which share a name."""
    first, second, third = (topic for topic in shipped() if topic.slug in ("ciz", "cak", "pgb"))
    return first, replace(second, synonyms=(*second.synonyms, first.title)), third


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("learned")


@pytest.fixture(scope="module")
def learned(topics: tuple[Topic, ...], folder: Path) -> Model:
    model = topic_model(topics, folder)
    assert model is not None
    return model


def test_each_text_keeps_its_own_row_after_a_restart(
    topics: tuple[Topic, ...], folder: Path, learned: Model
) -> None:
    held = topic_model(topics, folder)

    assert held is not None
    for text in learned.texts:
        plain, kept = learned.features.row(text), held.row(text)
        assert kept.slots.tolist() == plain.slots.tolist(), text
        assert np.allclose(kept.values, plain.values, atol=1e-3), text


def test_the_same_topics_in_another_order_need_not_be_learned_again(
    topics: tuple[Topic, ...], folder: Path, learned: Model
) -> None:
    assert topics_known(topics[::-1], folder)
    held = topic_model(topics[::-1], folder)

    assert held is not None
    assert held.key == learned.key


def test_a_damaged_file_is_as_good_as_none(folder: Path, learned: Model) -> None:
    (folder / "half.npz").write_bytes(b"PK\x03\x04 half")

    assert models.load(folder, "half", learned.key) is None
    assert not models.holds(folder, "half", learned.key)


def test_what_was_learned_from_other_texts_is_not_taken(folder: Path, learned: Model) -> None:
    name = f"topics-{learned.key[:16]}"

    assert models.load(folder, name, "another key") is None
