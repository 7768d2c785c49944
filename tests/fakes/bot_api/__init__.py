"""A Bot API server for tests: Telegram's rules on 127.0.0.1, with people and faults at hand.

`async with FakeBotApi() as api:` runs it in this process; `python -m tests.fakes.bot_api --control`
runs it on its own, driven through POST /control/VERB.
"""

from tests.fakes.bot_api.faults import Fault, FaultKind
from tests.fakes.bot_api.people import SentMessage
from tests.fakes.bot_api.server import FakeBotApi

__all__ = ["FakeBotApi", "Fault", "FaultKind", "SentMessage"]
