"""What the bot offers when nothing else is going on: the four journeys, or the staff's work."""

from typing import Final

from conversations.context import Context
from conversations.saying import button, say
from conversations.speech import Button, Say
from conversations.wording import Text

WAYS: Final = Text("You can ask me what a word means, or tell me in a sentence what is the matter.")


def menu(context: Context, *texts: Text) -> Say:
    """These sentences, with what this sender can do as buttons."""
    return say(*texts, buttons=_offers(context))


def _offers(context: Context) -> tuple[Button, ...]:
    network = button(Text("Who does what?"), "network")
    worry = button(Text("I am worried about something"), "tell_concern")
    reports = (button(Text("My reports"), "own_reports"),) if context.reports else ()
    person = button(Text("I want to speak to a person"), "person")
    work = (button(Text("My worklist"), "worklist"),) if context.sender.staff_roles else ()
    if context.at_home:
        return (network, worry, button(Text("My reports"), "own_reports"), person, *work)
    if work:
        return (*work, network)
    return (worry, *reports, person)
