"""What happens without anybody writing: ladders climb, notices find another way, old words go.

A round scans for what is due and does each thing in a transaction of its own; nothing lives in a
timer in memory. A round that runs twice, or in two processes, does each thing once. A report that
cannot be moved is passed by in the next round, so that it keeps no other from moving.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from conversations.access_rows import Actor
from conversations.context import Knowledge, Organisation
from conversations.effects import Access, AccessAction, Effect
from conversations.escalation import climb
from conversations.loading import Loader, staffed
from conversations.reports import Report
from conversations.store import conversations, erasing, reports, rerouting, stranded
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.taking_over import candidates, take_over
from conversations.writing import Writer

SYSTEM = "system"

Claim: TypeAlias = Callable[[Collection[str]], Report | None]
Decide: TypeAlias = Callable[[Report], tuple[Effect, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    engine: Engine
    ids: Ids
    organisation: Organisation
    stuck: set[str] = field(default_factory=set)  # reports that could not be moved just now

    def climb_due(self, knowledge: Knowledge, now: datetime) -> int:
        """Move every report on that must not wait where it is; gives how many.

        First those with somebody who cannot be reached, then those whose deadline has passed.
        """
        organisation = staffed(self.engine, self.organisation)
        loader = Loader(engine=self.engine, knowledge=knowledge, organisation=organisation)
        today = now.astimezone(organisation.zone).date()

        def without_anybody(passed: Collection[str]) -> Report | None:
            return stranded.claim(self.engine, now, today, passed)

        def overdue(passed: Collection[str]) -> Report | None:
            return reports.claim_due(self.engine, now, passed)

        def to_the_next(report: Report) -> tuple[Effect, ...]:
            possible = candidates(report, loader.tie_of_client(report.client_id, now), organisation)
            there = stranded.reachable(self.engine, [who.person.id for who in possible])
            fit = [who for who in possible if who.person.id in there]
            return take_over(report, fit, organisation, now)

        def up_the_ladder(report: Report) -> tuple[Effect, ...]:
            tie = loader.tie_of_client(report.client_id, now)
            return climb(report, tie, organisation, now)

        moved = 0
        if stranded.waits(self.engine, now, today):
            moved += self._each(without_anybody, to_the_next, now)
        moved += self._each(overdue, up_the_ladder, now)
        self.stuck.clear()
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

    def _each(self, claim: Claim, decide: Decide, now: datetime) -> int:
        """Claim one after the other until there is none left; gives how many were moved."""
        moved, stay = 0, set[str]()
        while True:
            report, effects = self._one(claim, decide, stay | self.stuck, now)
            if report is None:
                return moved
            if effects:
                moved += 1
            else:
                stay.add(report.id)

    def _one(
        self, claim: Claim, decide: Decide, passed: Collection[str], now: datetime
    ) -> tuple[Report | None, tuple[Effect, ...]]:
        """One of them, in a transaction of its own."""
        report = None
        try:
            with self.engine.atomic():
                report = claim(passed)
                effects = decide(report) if report else ()
                if report and effects:
                    self._write((*effects, *_accessed(report)), now)
                return report, effects
        except Exception:
            if report is not None:
                self.stuck.add(report.id)
            raise

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
