"""The four people of the demo page: what each is, and what to try as one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.web.seats import DemoPerson
from conversations.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    title: Text
    start: Text
    examples: tuple[Text, ...] = ()


PARTS: Final[Mapping[str, _Part]] = {
    "client": _Part(
        title=Text("Client"),
        start=Text("Ask what a word means, or who does what."),
        examples=(Text("What is respite care?"), Text("Who comes on Tuesday?")),
    ),
    "carer": _Part(
        title=Text("Informal carer"),
        start=Text("Tell what worries you, in your own words."),
        examples=(
            Text("My mother fell twice this week and I cannot keep up the caring any longer."),
        ),
    ),
    "case-manager": _Part(
        title=Text("Case manager"),
        start=Text("Reports of clients and carers come in here."),
    ),
    "deputy": _Part(
        title=Text("Deputy"),
        start=Text("Reports come in here when the case manager is away or does not react."),
    ),
}


def demo_person(slug: str, *, name: str, chat: str, conversation_id: str) -> DemoPerson:
    """Give one of the four their place on the page; `slug` is a key of PARTS."""
    part = PARTS[slug]
    return DemoPerson(
        slug=slug,
        name=name,
        title=part.title,
        chat=chat,
        conversation_id=conversation_id,
        start=(part.start,),
        examples=part.examples,
    )
