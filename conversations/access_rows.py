"""Turns what a turn showed or changed into its rows of the access log: one for each client."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from conversations.effects import Access, AccessAction
from conversations.speech import Ref
from conversations.store.access import AccessRow
from knowledge.roles import Role

_STRENGTH: Final = "RECUD"  # what counts when one turn both reads and changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, as the access log names them."""

    id: str
    name: str
    channel: str
    access_point: str
    # The case manager of each client for whom this person is the deputy now.
    answerable: Mapping[str, str] = field(default_factory=dict)


def access_rows(
    accesses: Sequence[Access],
    actor: Actor,
    *,
    organisation: str,
    trace_id: str,
    id_of: Callable[[str | Ref], str],
) -> Iterator[AccessRow]:
    """What was done most, and everything it was done to."""
    for client in sorted({each.client_id for each in accesses}):
        mine = [each for each in accesses if each.client_id == client]
        strongest = max(mine, key=lambda each: _STRENGTH.index(each.action.value))
        yield AccessRow(
            client_id=client,
            event=strongest.event,
            action=AccessAction(strongest.action),
            role=strongest.role,
            objects=tuple(dict.fromkeys(id_of(o) for each in mine for o in each.objects)),
            refused=any(each.refused for each in mine),
            emergency=any(each.emergency for each in mine),
            person_id=actor.id,
            person_name=actor.name,
            on_behalf_of=_responsible(actor, strongest),
            access_point_type=actor.channel,
            access_point=actor.access_point,
            organisation=organisation,
            trace_id=trace_id,
        )


def _responsible(actor: Actor, access: Access) -> str:
    deputises = access.role == Role.DEPUTY
    return actor.answerable.get(access.client_id, actor.id) if deputises else actor.id
