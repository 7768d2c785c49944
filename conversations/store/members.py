"""How a care network changes: members, tasks and visits come and go, and nothing is overwritten.

Who leaves keeps a row with the last day and the reason; who comes back, or does something else
from now on, gets a new one. A membership that is ended today counts until yesterday, so that
whoever was removed sees nothing from that moment.
"""

from datetime import date, datetime, timedelta

from conversations.errors import NetworkRefused, RoleRefused
from conversations.membership import EndReason, NewMember
from conversations.store.dialect import to_json
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.people import roles_of
from knowledge.care_network import Period, Task, Visit
from knowledge.roles import Role


def add_member(
    engine: Engine, ids: Ids, client_id: str, member: NewMember, *, now: datetime
) -> str:
    """Record a membership with its tasks and visits, and give its id."""
    if member.case_manager:
        _refuse_case_manager(engine, client_id, member)
    if member.lead and member.period.until is None and _open(engine, client_id, "lead"):
        raise NetworkRefused("Somebody else has the lead in this network; end that first.")
    member_id = ids.new(now)
    with engine.atomic():
        engine.execute(_INSERT, id=member_id, client=client_id, **_values(member))
        for task in member.tasks:
            add_task(engine, ids, member_id, task, member, now=now)
        for visit in member.visits:
            add_visit(engine, ids, member_id, visit, now=now)
    return member_id


def end_member(engine: Engine, member_id: str, reason: EndReason, *, today: date) -> bool:
    """End a membership at once; False when it was ended before."""
    ended = engine.execute(
        "UPDATE members SET until = :until, end_reason = :reason WHERE id = :id AND until IS NULL",
        id=member_id,
        until=(today - timedelta(days=1)).isoformat(),
        reason=reason,
    )
    return ended == 1


def end_memberships(
    engine: Engine, client_id: str, person_id: str, reason: EndReason, *, today: date
) -> int:
    """End everything this person is in the client's network; the count of memberships."""
    rows = engine.query(
        "SELECT id FROM members WHERE client_id = :client AND person_id = :person"
        " AND until IS NULL",
        client=client_id,
        person=person_id,
    )
    with engine.atomic():
        return sum(end_member(engine, row["id"], reason, today=today) for row in rows)


def assign_case_manager(
    engine: Engine, ids: Ids, client_id: str, member: NewMember, *, now: datetime, today: date
) -> str:
    """Make somebody the case manager; whoever was it before is ended as replaced."""
    with engine.atomic():
        (former,) = _open(engine, client_id, "case_manager") or (None,)
        if former is not None and former["person_id"] == member.person_id:
            raise NetworkRefused("This person is the case manager of this client already.")
        if former is not None:
            end_member(engine, former["id"], EndReason.REPLACED, today=today)
        return add_member(engine, ids, client_id, member, now=now)


def set_stand_in(engine: Engine, member_id: str, stand_in_id: str) -> None:
    """Record which member replaces this one when needed."""
    engine.execute(
        "UPDATE members SET stand_in_id = :stand_in WHERE id = :id",
        id=member_id,
        stand_in=stand_in_id,
    )


def confirm_member(engine: Engine, member_id: str, by: str, *, today: date) -> None:
    """Record that what is known of a member was found to be right today."""
    engine.execute(
        "UPDATE members SET confirmed_on = :today, confirmed_by = :by WHERE id = :id",
        id=member_id,
        today=today.isoformat(),
        by=by,
    )


def add_task(
    engine: Engine, ids: Ids, member_id: str, task: Task, settled: NewMember, *, now: datetime
) -> str:
    """Record a task of a member, as agreed and recorded with that membership; give its id."""
    task_id = ids.new(now)
    engine.execute(
        "INSERT INTO tasks (id, member_id, label, recorded_by, agreed_with, agreed_on,"
        " client_agrees, since, until) VALUES (:id, :member, :label, :by, :agreed_with,"
        " :agreed_on, :client_agrees, :since, :until)",
        id=task_id,
        member=member_id,
        label=task.label,
        by=settled.recorded_by,
        agreed_with=settled.agreement.agreed_with,
        agreed_on=settled.agreement.agreed_on.isoformat(),
        client_agrees=int(settled.agreement.client_agrees),
        **_days(task.period),
    )
    return task_id


def add_visit(engine: Engine, ids: Ids, member_id: str, visit: Visit, *, now: datetime) -> str:
    """Record on which weekday and at what time a member comes; give its id."""
    visit_id = ids.new(now)
    engine.execute(
        "INSERT INTO visits (id, member_id, weekday, starts, ends, since, until)"
        " VALUES (:id, :member, :weekday, :starts, :ends, :since, :until)",
        id=visit_id,
        member=member_id,
        weekday=visit.weekday,
        starts=f"{visit.starts:%H:%M}",
        ends=f"{visit.ends:%H:%M}",
        **_days(visit.period),
    )
    return visit_id


def end_task(engine: Engine, task_id: str, *, today: date) -> bool:
    """End a task at once; False when it was ended before."""
    ended = engine.execute(
        "UPDATE tasks SET until = :until WHERE id = :id AND until IS NULL",
        id=task_id,
        until=(today - timedelta(days=1)).isoformat(),
    )
    return ended == 1


def end_visit(engine: Engine, visit_id: str, *, today: date) -> bool:
    """End a visit in the week at once; False when it was ended before."""
    ended = engine.execute(
        "UPDATE visits SET until = :until WHERE id = :id AND until IS NULL",
        id=visit_id,
        until=(today - timedelta(days=1)).isoformat(),
    )
    return ended == 1


_INSERT = (
    "INSERT INTO members (id, client_id, person_id, display_name, role, organisation, circle,"
    " lead, case_manager, contact, best_moment, emergency, hidden_from, agreed_with, agreed_on,"
    " client_agrees, ground, since, until, end_reason, confirmed_on, confirmed_by)"
    " VALUES (:id, :client, :person, :name, :role, :organisation, :circle, :lead,"
    " :case_manager, :contact, :best_moment, :emergency, :hidden_from, :agreed_with,"
    " :agreed_on, :client_agrees, :ground, :since, :until, :end_reason, :confirmed_on,"
    " :confirmed_by)"
)


def _values(member: NewMember) -> dict[str, str | int | None]:
    return {
        "person": member.person_id,
        "name": member.name,
        "role": member.role,
        "organisation": member.organisation,
        "circle": member.circle,
        "lead": int(member.lead),
        "case_manager": int(member.case_manager),
        "contact": member.contact,
        "best_moment": member.best_moment,
        "emergency": int(member.emergency),
        "hidden_from": to_json(sorted(member.hidden_from)),
        "agreed_with": member.agreement.agreed_with,
        "agreed_on": member.agreement.agreed_on.isoformat(),
        "client_agrees": int(member.agreement.client_agrees),
        "ground": member.ground,
        "end_reason": member.end_reason,
        "confirmed_on": member.confirmed_on.isoformat(),
        "confirmed_by": member.confirmed_by,
        **_days(member.period),
    }


def _days(period: Period) -> dict[str, str | None]:
    until = None if period.until is None else period.until.isoformat()
    return {"since": period.since.isoformat(), "until": until}


def _refuse_case_manager(engine: Engine, client_id: str, member: NewMember) -> None:
    held = () if member.person_id is None else roles_of(engine, member.person_id)
    if not any(each.role is Role.CASE_MANAGER for each in held):
        raise RoleRefused("A case manager must hold the role case_manager; give it first.")
    if not member.contact:
        raise NetworkRefused("A case manager must be reachable; say how.")
    if member.period.until is None and _open(engine, client_id, "case_manager"):
        raise NetworkRefused("This client has another case manager; assign replaces that one.")


def _open(engine: Engine, client_id: str, flag: str) -> list[Row]:
    """Give the open membership with the lead, or with the case management."""
    return engine.query(
        "SELECT id, person_id FROM members WHERE client_id = :client AND until IS NULL"
        " AND CASE :flag WHEN 'lead' THEN lead ELSE case_manager END = 1",
        client=client_id,
        flag=flag,
    )
