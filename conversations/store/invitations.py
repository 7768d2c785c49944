"""Invitations: one code for one person and one role, valid once and for 72 hours.

Rules:
- the code has 128 bits of chance and is kept as a hash only: whoever reads the database cannot
  use it;
- unknown, used, expired and void codes are all answered alike: with nothing;
- one made by staff opens nothing until the case manager confirmed that the right person came;
- a new invitation for the same person and role makes the earlier one void.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from conversations.context import Invitation, Named
from conversations.errors import InvitationRefused
from conversations.store.absences import away
from conversations.store.engine import Engine, Row
from conversations.store.ids import Ids
from conversations.store.instants import to_text
from conversations.store.people import STAFF_ROLES, roles_of
from knowledge.roles import Role

VALID_FOR: Final = timedelta(hours=72)
CODE_BYTES: Final = 16  # 128 bits: 22 signs of base64url
LONGEST_CODE: Final = 64  # what fits behind t.me/BOT?start=


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new invitation; this is the only time that its code can be read."""

    id: str
    code: str
    expires_at: datetime
    needs_confirmation: bool


def make(
    engine: Engine,
    ids: Ids,
    *,
    person_id: str,
    role: Role,
    client_id: str | None,
    made_by: str | None,
    needs_confirmation: bool,
    now: datetime,
) -> Made:
    """Make an invitation; refuse a role that this person does not have on file."""
    code = secrets.token_urlsafe(CODE_BYTES)
    made = Made(
        id=ids.new(now),
        code=code,
        expires_at=now + VALID_FOR,
        needs_confirmation=needs_confirmation,
    )
    with engine.atomic():
        _refuse_stranger(engine, person_id, role, client_id, now)
        _void_earlier(engine, person_id, role, client_id, now)
        engine.execute(
            "INSERT INTO invitations (id, code_hash, person_id, role, client_id, made_by,"
            " made_at, expires_at, needs_confirmation) VALUES (:id, :hash, :person, :role,"
            " :client, :made_by, :now, :expires, :needs_confirmation)",
            id=made.id,
            hash=_hash(code),
            person=person_id,
            role=role,
            client=client_id,
            made_by=made_by,
            now=to_text(now),
            expires=to_text(made.expires_at),
            needs_confirmation=int(needs_confirmation),
        )
    return made


def by_code(engine: Engine, code: str, now: datetime) -> Invitation | None:
    """Find the invitation that a code opens; nothing for any code that opens none."""
    rows = engine.query(
        _SELECT + " WHERE i.code_hash = :hash AND i.voided_at IS NULL AND i.expires_at > :now"
        " AND p.erased_at IS NULL AND r.invitation_id IS NULL",
        hash=_hash(code[: LONGEST_CODE + 1]),
        now=to_text(now),
    )
    return _invitation(engine, rows[0], now) if rows else None


def by_id(engine: Engine, invitation_id: str, now: datetime) -> Invitation | None:
    """Give an invitation in whatever state."""
    rows = engine.query(_SELECT + " WHERE i.id = :id", id=invitation_id)
    return _invitation(engine, rows[0], now) if rows else None


def redeem(engine: Engine, invitation_id: str, conversation_id: str, now: datetime) -> bool:
    """Use an invitation, in the caller's transaction; False for whoever comes too late."""
    won = engine.execute(
        "INSERT INTO redemptions (invitation_id, conversation_id, at)"
        " SELECT id, :conversation, :now FROM invitations"
        " WHERE id = :id AND voided_at IS NULL AND expires_at > :now"
        " ON CONFLICT (invitation_id) DO NOTHING",
        id=invitation_id,
        conversation=conversation_id,
        now=to_text(now),
    )
    return won == 1


def redeemed_by(engine: Engine, invitation_id: str) -> str | None:
    """Give the conversation that used an invitation; the one to bind when it is confirmed."""
    rows = engine.query(
        "SELECT conversation_id FROM redemptions WHERE invitation_id = :id", id=invitation_id
    )
    return rows[0]["conversation_id"] if rows else None


def waits(engine: Engine, conversation_id: str) -> bool:
    """Whether this conversation redeemed an invitation that is not confirmed, or was refused."""
    rows = engine.query(
        "SELECT i.needs_confirmation, c.accepted FROM redemptions r"
        " JOIN invitations i ON i.id = r.invitation_id"
        " JOIN conversations v ON v.id = r.conversation_id"
        " LEFT JOIN confirmations c ON c.invitation_id = i.id"
        " WHERE r.conversation_id = :conversation"
        # Whoever is known to be this person already need not be confirmed again.
        " AND (v.person_id IS NULL OR v.person_id <> i.person_id)"
        " ORDER BY r.at DESC, i.id DESC",
        conversation=conversation_id,
    )
    return bool(rows) and bool(rows[0]["needs_confirmation"]) and not rows[0]["accepted"]


def pending_confirmation(engine: Engine, client_id: str, now: datetime) -> tuple[Invitation, ...]:
    """Give the invitations to one client's network that somebody used and nobody confirmed."""
    rows = engine.query(
        _SELECT + " WHERE i.client_id = :client AND i.needs_confirmation = 1"
        " AND i.voided_at IS NULL AND r.invitation_id IS NOT NULL AND c.invitation_id IS NULL"
        " ORDER BY r.at, i.id",
        client=client_id,
    )
    return tuple(_invitation(engine, row, now) for row in rows)


def confirm(
    engine: Engine, invitation_id: str, by_id: str, now: datetime, *, accepted: bool
) -> bool:
    """Say that the right person came, or not; False when that was said before, or nobody came."""
    said = engine.execute(
        "INSERT INTO confirmations (invitation_id, by_id, accepted, at)"
        " SELECT r.invitation_id, :by, :accepted, :now FROM redemptions r"
        " JOIN invitations i ON i.id = r.invitation_id"
        " WHERE i.id = :id AND i.needs_confirmation = 1 AND i.voided_at IS NULL"
        " ON CONFLICT (invitation_id) DO NOTHING",
        id=invitation_id,
        by=by_id,
        accepted=int(accepted),
        now=to_text(now),
    )
    return said == 1


_SELECT: Final = (
    "SELECT i.id, i.person_id, p.name AS person_name, i.role, i.client_id,"
    " client.name AS client_name, i.needs_confirmation, r.conversation_id AS guest"
    " FROM invitations i JOIN people p ON p.id = i.person_id"
    " LEFT JOIN people client ON client.id = i.client_id"
    " LEFT JOIN redemptions r ON r.invitation_id = i.id"
    " LEFT JOIN confirmations c ON c.invitation_id = i.id"
)


def _invitation(engine: Engine, row: Row, now: datetime) -> Invitation:
    return Invitation(
        id=row["id"],
        person_id=row["person_id"],
        person_name=row["person_name"],
        role=row["role"],
        client_id=row["client_id"],
        client_name=row["client_name"] or "",
        needs_confirmation=bool(row["needs_confirmation"]),
        confirmer=_confirmer(engine, row["client_id"], now),
        guest=row["guest"],
    )


def _confirmer(engine: Engine, client_id: str | None, now: datetime) -> Named | None:
    """Who can say that the right person came: the case manager, or the deputy of today."""
    if client_id is None:
        return None
    rows = engine.query(
        "SELECT p.id, p.name FROM members m JOIN people p ON p.id = m.person_id"
        " JOIN roles r ON r.person_id = p.id AND r.role = 'case_manager' AND r.until IS NULL"
        " WHERE m.client_id = :client AND m.case_manager = 1 AND m.until IS NULL"
        " AND p.erased_at IS NULL",
        client=client_id,
    )
    if not rows:
        return None
    return away(engine, now).deputies.get(rows[0]["id"], Named(rows[0]["id"], rows[0]["name"]))


def _refuse_stranger(
    engine: Engine, person_id: str, role: Role, client_id: str | None, now: datetime
) -> None:
    """Refuse an invitation that would promise what the person is not."""
    if role in STAFF_ROLES:
        if not any(held.role is role for held in roles_of(engine, person_id)):
            raise InvitationRefused(f"This person does not hold the role {role}; give it first.")
        return
    if role not in (Role.CLIENT, Role.CARER):
        raise InvitationRefused(f"Nobody is invited as {role}.")
    if client_id is None:
        raise InvitationRefused(f"An invitation as {role} needs a client; name one.")
    if not _belongs(engine, person_id, role, client_id, now):
        raise InvitationRefused(
            f"This person is not the {role} of that client; add them to the network first."
        )


def _belongs(engine: Engine, person_id: str, role: Role, client_id: str, now: datetime) -> bool:
    network = engine.query(
        "SELECT 1 FROM networks WHERE client_id = :client AND ended_at IS NULL", client=client_id
    )
    if role is Role.CLIENT:
        return bool(network) and person_id == client_id
    member = engine.query(
        "SELECT 1 FROM members WHERE client_id = :client AND person_id = :person"
        " AND circle IN ('informal', 'legal') AND (until IS NULL OR until > :today)",
        client=client_id,
        person=person_id,
        today=to_text(now)[:10],
    )
    return bool(network) and bool(member)


def _void_earlier(
    engine: Engine, person_id: str, role: Role, client_id: str | None, now: datetime
) -> None:
    engine.execute(
        "UPDATE invitations SET voided_at = :now WHERE person_id = :person AND role = :role"
        " AND coalesce(client_id, '') = :client AND voided_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM redemptions r WHERE r.invitation_id = invitations.id)",
        person=person_id,
        role=role,
        client=client_id or "",
        now=to_text(now),
    )


def _hash(code: str) -> str:
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
