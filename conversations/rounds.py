"""What happens without anybody writing: ladders climb, notices find another way, old words go.

A round scans for what is due and does each thing in a transaction of its own; nothing lives in a
timer in memory. A round that runs twice, or in two processes, does each thing once. A report that
cannot be moved keeps no other from moving.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.access_rows import Actor
from conversations.context import Knowledge, Organisation
from conversations.effects import Access, AccessAction, Effect
from conversations.escalation import climb
from conversations.loading import Loader
from conversations.reports import Report
from conversations.store import conversations, erasing, reports, rerouting, stranded
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.taking_over import candidates, take_over
from conversations.writing import Writer

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    engine: Engine
    ids: Ids
    organisation: Organisation

    def climb_due(self, knowledge: Knowledge, now: datetime) -> int:
        """Move every report on that must not wait where it is; gives how many.

        First those with somebody who cannot be reached, then those whose deadline has passed.
        Raises the first fault after everything else was done.
        """
        loader = Loader(engine=self.engine, knowledge=knowledge, organisation=self.organisation)
        today = now.astimezone(self.organisation.zone).date()

        def without_anybody(passed: Collection[str]) -> Report | None:
            return stranded.claim(self.engine, now, today, passed)

        def overdue(passed: Collection[str]) -> Report | None:
            return reports.claim_due(self.engine, now, passed)

        def to_the_next(report: Report) -> tuple[Effect, ...]:
            possible = candidates(
                report, loader.tie_of_client(report.client_id, now), self.organisation
            )
            there = stranded.reachable(self.engine, [who.person.id for who in possible])
            fit = [who for who in possible if who.person.id in there]
            return take_over(report, fit, self.organisation, now)

        def up_the_ladder(report: Report) -> tuple[Effect, ...]:
            tie = loader.tie_of_client(report.client_id, now)
            return climb(report, tie, self.organisation, now)

        faults: list[Exception] = []
        moved = 0
        if stranded.waits(self.engine, now, today):
            moved += self._each(without_anybody, to_the_next, now, faults)
        moved += self._each(overdue, up_the_ladder, now, faults)
        if faults:
            raise faults[0]
        return moved

    def reroute(self, now: datetime) -> int:
        """Send what a dead channel did not deliver by the person's next one; gives how many."""
        with self.engine.atomic():
            return rerouting.reroute(self.engine, self.ids, now)

    def forget(self, now: datetime) -> int:
        """Blank what has been kept long enough; gives how many."""
        with self.engine.atomic():
            forgotten = conversations.forget_unfinished(self.engine, now)
            forgotten += erasing.forget_old(self.engine, now)
        erasing.fold_away(self.engine)
        return forgotten

    def _each(
        self,
        claim: Callable[[Collection[str]], Report | None],
        decide: Callable[[Report], tuple[Effect, ...]],
        now: datetime,
        faults: list[Exception],
    ) -> int:
        """Claim one after the other, each in a transaction of its own, until there is none left."""
        moved, met = 0, set[str]()
        while True:
            report = None
            try:
                with self.engine.atomic():
                    report = claim(met)
                    if report is None:
                        return moved
                    effects = decide(report)
                    if effects:
                        self._write((*effects, *_accessed(report)), now)
            except Exception as fault:
                if report is None:  # the database, not a report: there is no point in going on
                    raise
                faults.append(fault)
                effects = ()
            met.add(report.id)
            moved += bool(effects)

    def _write(self, effects: Sequence[Effect], now: datetime) -> None:
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
