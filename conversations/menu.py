"""What the bot offers when nothing else is going on: the four journeys, or the staff's work."""

from conversations.context import Context
from conversations.saying import button, say
from conversations.speech import Button, Say
from conversations.wording import Text


def menu(context: Context, *texts: Text) -> Say:
    """These sentences, with what this sender can do as buttons."""
    return say(*texts, buttons=_offers(context))


def _offers(context: Context) -> tuple[Button, ...]:
    home = (
        button(Text("Who does what?"), "network"),
        button(Text("I am worried about something"), "tell_concern"),
        button(Text("My reports"), "own_reports"),
        button(Text("I want to speak to a person"), "person"),
    )
    if context.at_home:
        return home
    if context.sender.staff_roles:
        return (button(Text("My worklist"), "worklist"), button(Text("Who does what?"), "network"))
    return home[1:] if context.reports else (home[1], home[3])
