"""Coming in with an invitation: a code binds this chat to the person it was made for.

Wrong, used, expired and void codes are all answered alike, so that a guess teaches nothing. An
invitation made by staff is confirmed by the case manager before anything is shown.
"""

from datetime import datetime
from typing import Final

from conversations.context import Context, Invitation, Named, Tie
from conversations.effects import (
    Access,
    AccessAction,
    Confirm,
    Effect,
    Redeem,
    Tell,
    ToConversation,
    ToPerson,
    WrongCode,
)
from conversations.labels import SENDER_ROLES
from conversations.menu import menu
from conversations.opening import Intent, Opening
from conversations.saying import button, plain, say
from conversations.speech import Action, Button, Say, Urgency
from conversations.wording import Text
from knowledge.roles import Role
from knowledge.understanding import Understanding


def on_code(words: str, understood: Understanding, context: Context, now: datetime) -> Opening:
    """`words` is what came after /start; empty: somebody just begins."""
    if not words:
        return Opening((menu(context, Text("What can I do for you?")),))
    invitation = context.invitation
    if invitation is None or context.slow_down:
        return Opening((WrongCode(), _refused()))
    if context.sender.person_id not in (None, invitation.person_id) and _known(context):
        return Opening((WrongCode(), _refused()))
    return Opening((Redeem(invitation.id), *_welcome(invitation, context)))


def _known(context: Context) -> bool:
    """Whether this chat belongs to somebody by name; a visitor may turn out to be anybody."""
    return context.sender.name != "" or context.roles != {Role.VISITOR}


def _refused() -> Effect:
    return say(
        Text("This invitation does not work (any more)."),
        Text("Ask whoever gave it to you for a new one. You can ask me questions without it."),
    )


def _welcome(invitation: Invitation, context: Context) -> tuple[Effect, ...]:
    welcome = say(
        Text("Welcome, {name}.", name=invitation.person_name),
        Text("You can now see the care network, and tell me your worries."),
        buttons=(button(Text("Who does what?"), "network"),),
    )
    known = context.sender.person_id == invitation.person_id and not context.sender.waiting
    if known or not invitation.needs_confirmation or invitation.confirmer is None:
        return (welcome,)
    waits = say(
        Text("Welcome, {name}.", name=invitation.person_name),
        Text("{confirmer} still has to confirm that it is you. Until then I show no details. "
             "You can already ask questions.", confirmer=invitation.confirmer.name),
    )  # fmt: skip
    return (waits, _ask_confirmation(invitation, invitation.confirmer))


def _ask_confirmation(invitation: Invitation, confirmer: Named) -> Effect:
    """A notice without a name: who it is comes after a tap."""
    return Tell(
        to=ToPerson(confirmer.id),
        say=Say(
            blocks=(plain(Text("Somebody has used an invitation. Is it the right person?")),),
            buttons=(Button(Text("Open"), Action("open_invitation", invitation.id)),),
            urgency=Urgency.NOTICE,
        ),
    )


def open_invitation(action: Action, context: Context, now: datetime) -> Opening:
    invitation = _waiting(action, context)
    if invitation is None:
        return Opening((_nothing_to_confirm(),))
    who = Text(
        "{name} wants to come in as {role}, for {client}. Did you give the invitation in person?",
        name=invitation.person_name,
        role=SENDER_ROLES.get(invitation.role, Text("member of staff")),
        client=invitation.client_name or "—",
    )
    question = f"confirm:{invitation.id}"
    buttons = (
        Button(Text("Yes, this is right"), Action("confirm_invitation", invitation.id)),
        Button(Text("No, this is wrong"), Action("refuse_invitation", invitation.id)),
    )
    return Opening(
        (*_seen(invitation, context), say(plain(who), buttons=buttons, question=question))
    )


def confirm(action: Action, context: Context, now: datetime) -> Opening:
    return _decide(action, context, accepted=True)


def refuse(action: Action, context: Context, now: datetime) -> Opening:
    return _decide(action, context, accepted=False)


def _decide(action: Action, context: Context, *, accepted: bool) -> Opening:
    invitation = _waiting(action, context)
    if invitation is None or invitation.guest is None:
        return Opening((_nothing_to_confirm(),))
    done = Text("Thank you. {name} now has access.") if accepted else Text(
        "Thank you. {name} gets no access. Make a new invitation if needed.")  # fmt: skip
    to_guest = (
        Text("Your invitation has been confirmed. You can now see the care network.")
        if accepted
        else Text("Your invitation has not been confirmed. Ask your care provider for a new one.")
    )
    ways_on = (button(Text("Who does what?"), "network"),) if accepted else ()
    return Opening(
        (
            Confirm(invitation_id=invitation.id, accepted=accepted),
            *_seen(invitation, context, AccessAction.UPDATE),
            say(Text(done.msgid, name=invitation.person_name)),
            Tell(to=ToConversation(invitation.guest), say=say(to_guest, buttons=ways_on)),
        )
    )


def _waiting(action: Action, context: Context) -> Invitation | None:
    """The invitation, when it still waits and this sender may decide on it, by the database."""
    invitation = context.invitation
    if invitation is None or invitation.id != action.with_ or invitation.guest is None:
        return None
    confirmer = invitation.confirmer
    return invitation if confirmer and confirmer.id == context.sender.person_id else None


def _nothing_to_confirm() -> Effect:
    return say(Text("There is nothing for you to confirm here."))


def _seen(
    invitation: Invitation, context: Context, action: AccessAction = AccessAction.READ
) -> tuple[Effect, ...]:
    if invitation.client_id is None:
        return ()
    return (
        Access(
            client_id=invitation.client_id,
            event="confirm_invitation",
            action=action,
            role=_role(context.tie(invitation.client_id)),
            objects=(invitation.id,),
        ),
    )


def _role(tie: Tie | None) -> Role:
    return Role.DEPUTY if tie and Role.DEPUTY in tie.roles else Role.CASE_MANAGER


INVITATION: Final = Intent(
    name="invitation",
    commands={"start": on_code},
    actions={
        "open_invitation": open_invitation,
        "confirm_invitation": confirm,
        "refuse_invitation": refuse,
    },
)
