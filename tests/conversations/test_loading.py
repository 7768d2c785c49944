"""What a turn may know: little for a visitor, everything asked for by whoever may see it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from conversations.effects import Record, ReportKind, SharedWith, Subject
from conversations.store import report_records
from conversations.store.engine import Value
from conversations.store.sqlite import SqliteEngine
from tests.conversations.situations import HEAVY, ans, eva, many, noor, one, signal_of_eva, tap
from tests.driver import Town

MANY: Final = 60  # more than any list shows


def _more_signals(town: Town, count: int) -> list[str]:
    """So many more like the first: of Eva, told to her mother's case manager."""
    first = many(town.engine, "signals")[0]
    ids = []
    for number in range(count):
        effect = Record(
            ref="this", kind=ReportKind.SIGNAL, words=f"zorg nummer {number}.",
            subject=Subject.CLIENT, sender_role="carer", client_id=first["client_id"],
            shared_with=SharedWith.CASE_MANAGER, with_id=first["with_id"], deadline=town.now,
            route="case_manager",
        )  # fmt: skip
        ids.append(
            report_records.record(
                town.engine, town.ids, effect, number=f"S-{town.number()}",
                sender=first["sender_id"], conversation=first["conversation_id"], message=None,
                now=town.now,
            )
        )  # fmt: skip
    return ids


class CountingEngine(SqliteEngine):
    """Counts the statements of a turn."""

    statements = 0

    def query(self, sql: str, **values: Value) -> list[dict[str, object]]:
        self.statements += 1
        return super().query(sql, **values)

    def execute(self, sql: str, **values: Value) -> int:
        self.statements += 1
        return super().execute(sql, **values)


@pytest.fixture
def counted() -> Iterator[Town]:
    engine = CountingEngine(Path(":memory:"), timedelta(seconds=5))
    yield Town(engine)
    engine.close()


def _cost(town: Town) -> int:
    engine = town.engine
    assert isinstance(engine, CountingEngine)
    return engine.statements


def test_a_visitors_question_costs_few_statements(counted: Town) -> None:
    wim = counted.visitor("Wim")
    wim.says("hallo")
    before = _cost(counted)

    wim.says("wat is respijtzorg?")

    assert _cost(counted) - before < 25  # with what the test itself reads


def test_more_reports_do_not_cost_more_statements(counted: Town) -> None:
    signal_of_eva(counted)
    _more_signals(counted, 10)
    costs = []
    for more in (0, 40):
        _more_signals(counted, more)
        before = _cost(counted)
        noor(counted).says("/werk")
        costs.append(_cost(counted) - before)

    assert costs[1] == costs[0]


def test_a_report_far_down_a_long_worklist_can_be_opened(town: Town) -> None:
    signal = signal_of_eva(town)
    town.engine.execute("UPDATE signals SET next_deadline = '2027-01-01T00:00:00.000000Z'")
    _more_signals(town, MANY)

    tap(noor(town), "open_report")

    assert HEAVY in "\n".join(noor(town).sees())
    assert one(town.engine, "signals", signal)["state"] == "open"


def test_the_oldest_of_many_own_reports_can_be_opened(town: Town) -> None:
    signal_of_eva(town)
    eva(town).says("/meldingen")
    _more_signals(town, MANY)

    tap(eva(town), "own_report")

    assert HEAVY in "\n".join(eva(town).sees())


def test_the_client_sees_the_network_and_a_visitor_nothing(town: Town) -> None:
    wim = town.visitor("Wim")

    for talker in (wim, ans(town)):
        talker.says("/netwerk")

    assert "Fatma" not in "\n".join(wim.sees())
    assert "Fatma" in "\n".join(ans(town).sees())
