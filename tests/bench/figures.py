"""Shapes figures for reading: percentiles and the lines of a table."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies; not a number when there is none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def milliseconds(seconds: Sequence[float]) -> str:
    """p50 and p99 of many durations."""
    half, most = (percentile(seconds, share) * 1e3 for share in (0.5, 0.99))
    return f"p50 {half:7.2f} ms   p99 {most:7.2f} ms"


def row(name: str, value: str, aim: str = "") -> str:
    return f"  {name:<46} {value:<44} {aim}".rstrip()
