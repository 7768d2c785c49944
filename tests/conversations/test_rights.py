"""Every right tried by every role, through the chat: as the table says, by whatever way in.

The table is `RIGHTS` in knowledge/roles.py.
"""

import pytest

from knowledge.roles import RIGHTS, Right, Role
from tests.conversations.attempts import ATTEMPTS, NOT_IN_THE_CHAT, prepared
from tests.driver import Town


def test_every_right_is_tried() -> None:
    assert set(ATTEMPTS) | NOT_IN_THE_CHAT == set(Right)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", ATTEMPTS)
def test_a_right_is_for_the_roles_that_have_it(town: Town, right: Right, role: Role) -> None:
    case = prepared(town, role)

    worked = ATTEMPTS[right](case)

    assert worked == (role in RIGHTS[right])
