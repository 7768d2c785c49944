"""The web chat: pages that work with and without script, in the same process as all the rest."""

from bot.web.app import Health, build
from bot.web.channel import WebChannel
from bot.web.decode import decode
from bot.web.seats import DemoPerson

__all__ = ["DemoPerson", "Health", "WebChannel", "build", "decode"]
