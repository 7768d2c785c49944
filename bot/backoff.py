"""How long to wait before trying again: longer each time, and never all at the same moment."""

from typing import Final

LONGEST_SECONDS: Final = 300.0


def backoff(attempt: int, chance: float) -> float:
    """Seconds before the next try after `attempt` failed ones; `chance` lies between 0 and 1."""
    doubled = 2.0 ** min(max(attempt, 1), 10)
    return min(LONGEST_SECONDS, doubled) * (0.5 + chance / 2)
