"""Texts as numbers: in shared slots, or with a slot for each mark that was seen often enough."""

from pathlib import Path

import numpy as np

from knowledge import models
from knowledge.features import SLOTS, learned, learned_with_vocabulary
from knowledge.linear import Linear
from knowledge.models import Model

TEXTS = ("de zuster komt laat", "de zuster komt niet", "het eten is koud", "het eten is op")


def test_a_mark_that_stood_in_one_text_only_counts_for_nothing() -> None:
    features, _ = learned_with_vocabulary(TEXTS)

    known, strange = features.row("zuster"), features.row("xyxx")
    assert (len(known.slots) > 0, len(strange.slots)) == (True, 0)


def test_in_shared_slots_a_word_that_nobody_wrote_before_counts_as_well() -> None:
    row = learned(TEXTS).row("xyxx")

    assert len(row.slots) > 0
    assert row.slots.max() < SLOTS


def test_two_words_with_another_between_them_are_a_mark_too() -> None:
    features, _ = learned_with_vocabulary(TEXTS)
    alone = {*features.row("de").slots, *features.row("komt").slots}

    assert len({*features.row("de xyxx komt").slots} - alone) == 1
    assert len({*features.row("komt xyxx de").slots} - alone) == 0


def test_every_text_has_length_one() -> None:
    features, rows = learned_with_vocabulary(TEXTS)

    for place, text in enumerate(TEXTS):
        row = features.row(text)
        assert np.isclose(row.values @ row.values, 1.0)
        assert row.slots.tolist() == rows[place].slots.tolist()


def test_marks_with_slots_of_their_own_are_the_same_after_a_restart(tmp_path: Path) -> None:
    features, rows = learned_with_vocabulary(TEXTS)
    weights = np.ones((len(features.rarity), 1), dtype=np.float16)
    model = Model(
        key="key",
        features=features,
        by_marks=Linear(("late",), weights),
        by_meaning=None,
        texts={text: place for place, text in enumerate(TEXTS)},
        rows=rows,
    )
    models.save(model, tmp_path, "some")

    held = models.load(tmp_path, "some", "key")

    assert held is not None
    for text in (*TEXTS, "de zuster eet"):
        assert held.features.row(text).slots.tolist() == features.row(text).slots.tolist()
