"""What happens without anybody writing: ladders climb, notices find another way, old words go.

A round scans for what is due and does each thing in a transaction of its own; nothing lives in a
timer in memory. A round that runs twice, or in two processes, does each thing once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.access_rows import Actor
from conversations.context import Knowledge, Organisation
from conversations.effects import Access, AccessAction, Effect
from conversations.escalation import climb
from conversations.loading import Loader
from conversations.reports import Report
from conversations.store import conversations, erasing, reports, rerouting
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.writing import Writer

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    engine: Engine
    ids: Ids
    organisation: Organisation

    def climb_due(self, knowledge: Knowledge, now: datetime) -> int:
        """Move every report on whose deadline has passed; gives how many."""
        loader = Loader(engine=self.engine, knowledge=knowledge, organisation=self.organisation)
        climbed = 0
        while self._climb_one(loader, now):
            climbed += 1
        return climbed

    def reroute(self, now: datetime) -> int:
        """Send what a dead channel did not deliver by the person's next one; gives how many."""
        with self.engine.atomic():
            return rerouting.reroute(self.engine, self.ids, now)

    def forget(self, now: datetime) -> int:
        """Blank what has been kept long enough; gives how many."""
        with self.engine.atomic():
            forgotten = conversations.forget_unfinished(self.engine, now)
            return forgotten + erasing.forget_old(self.engine, now)

    def _climb_one(self, loader: Loader, now: datetime) -> bool:
        with self.engine.atomic():
            report = reports.claim_due(self.engine, now)
            if report is None:
                return False
            tie = loader.tie_of_client(report.client_id, now)
            effects = climb(report, tie, self.organisation, now)
            self._write(report, (*effects, *_accessed(report)), now)
            return True

    def _write(self, report: Report, effects: Sequence[Effect], now: datetime) -> None:
        Writer(
            engine=self.engine,
            ids=self.ids,
            organisation=self.organisation,
            now=now,
            trace_id=self.ids.new(now),
            conversation=None,
            actor=Actor(
                id=SYSTEM,
                name=SYSTEM,
                channel=SYSTEM,
                access_point="ladder",
                consented=True,
            ),
        ).write(effects)


def _accessed(report: Report) -> tuple[Effect, ...]:
    if report.client_id is None:
        return ()
    return (
        Access(
            client_id=report.client_id,
            event="escalate_report",
            action=AccessAction.EXECUTE,
            role=SYSTEM,
            objects=(report.id,),
        ),
    )
