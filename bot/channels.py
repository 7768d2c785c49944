"""The register of channels: how each decodes what it keeps in the inbox, and who delivers there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.telegram import decode as from_telegram
from bot.web import decode as from_page
from conversations.messages import Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    name: str
    decode: Callable[[str], Incoming]
    pulled: bool  # the reader fetches what was said; `run` does not push it


CHANNELS: Final[tuple[ChannelKind, ...]] = (
    ChannelKind(name="telegram", decode=from_telegram, pulled=False),
    ChannelKind(name="web", decode=from_page, pulled=False),
    ChannelKind(name="terminal", decode=from_page, pulled=True),
)

DECODERS: Final[Mapping[str, Callable[[str], Incoming]]] = MappingProxyType(
    {channel.name: channel.decode for channel in CHANNELS}
)
