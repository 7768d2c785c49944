"""What a message can be, and where it can go."""

from enum import StrEnum
from typing import Final

LEVELS: Final = {number: f"level {number}" for number in range(1, 6)}  # of danger, as learned


class Intent(StrEnum):
    """What a message is, the first that holds in this order."""

    EMERGENCY = "emergency"
    SIGNAL = "signal"
    COMPLAINT = "complaint"
    CONCERN = "concern"
    HUMAN = "human"
    NETWORK = "network"
    QUESTION = "question"
    SMALLTALK = "smalltalk"
    OTHER = "other"


class Route(StrEnum):
    """Where a message goes."""

    ANSWER = "answer"
    LOG = "log"
    CASE_MANAGER = "case_manager"
    TODAY = "today"
    NOW = "now"
