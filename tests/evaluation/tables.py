"""Figures as Markdown tables."""

import math
from collections.abc import Iterable, Mapping, Sequence

from tests.evaluation import messages, questions
from tests.evaluation.curve import Confusion, LeftOut, Step
from tests.evaluation.messages import Told
from tests.evaluation.peers import Peer
from tests.evaluation.questions import SLICES, Asked, Bin

_QUESTIONS: Mapping[str, str] = {
    "answerable": "questions a topic answers",
    "first": "right topic first",
    "among_three": "right topic among the first three",
    "need_first": "need without a name: first",
    "need_among_three": "need without a name: first three",
    "answered": "answered at once",
    "answered_wrongly": "answered at once and wrong",
    "unknown": "said not to know",
    "unanswerable": "questions no topic answers",
    "unanswerable_answered": "of those answered",
    "unanswerable_offered": "of those offered a choice",
}
_MESSAGES: Mapping[str, str] = {
    "dangers": "messages that tell of danger",
    "danger_heard": "danger heard",
    "danger_unheard": "danger unheard (answered or noted)",
    "harmless": "messages without danger",
    "shown_wrongly": "danger shown wrongly",
    "signals": "messages that are a signal",
    "signals_heard": "signals: recall",
    "signals_meant": "signals: precision",
    "signals_meant_strictly": "signals: strict precision",
    "signs_f1": "signs of signals: micro F1",
    "intents": "messages whose intent is known",
    "intents_right": "intent right",
}


def of_questions(found: Mapping[str, questions.Figures]) -> str:
    """One column per slice, one row per figure."""
    rows = ([label, *(_cell(getattr(each, name)) for each in found.values())]
            for name, label in _QUESTIONS.items())  # fmt: skip
    return table(["questions", *found], rows)


def of_messages(found: Mapping[str, messages.Figures]) -> str:
    """One column per slice, one row per figure."""
    rows = ([label, *(_cell(getattr(each, name)) for each in found.values())]
            for name, label in _MESSAGES.items())  # fmt: skip
    return table(["messages", *found], rows)


def of_languages(found: Mapping[str, messages.Figures]) -> str:
    """One row per language, with what matters most."""
    names = (
        *("dangers", "danger_heard", "danger_unheard", "harmless", "shown_wrongly"),
        *("signals_heard", "intents_right"),
    )
    rows = (
        [f"`{language}`", *(_cell(getattr(each, name)) for name in names)]
        for language, each in found.items()
    )
    heads = ("danger", "heard", "unheard", "no danger", "shown wrongly")
    return table(["language", *heads, "signals: recall", "intent right"], rows)


def of_calibration(bins: Sequence[Bin]) -> str:
    """One row per tenth of the score."""
    rows = ([f"{each.least:.1f} – {each.most:.1f}", _cell(each.asked), _cell(each.score),
             _cell(each.right)] for each in bins)  # fmt: skip
    return table(["score of the first topic", "questions", "score on average", "right"], rows)


def of_peers(peers: Iterable[Peer]) -> str:
    """One row per way of searching: right topic first, and among the first three."""
    rows = (
        [
            each.name,
            *(f"{_cell(each.first[name])} / {_cell(each.among_three[name])}" for name in SLICES),
            f"{each.milliseconds:.1f}",
        ]
        for each in peers
    )
    return table(["first / first three", *SLICES, "ms a question"], rows)


def of_steps(steps: Iterable[Step]) -> str:
    """One row per number of phrases."""
    rows = (
        [
            f"{step.phrases:.0f}",
            *(f"{_cell(step.figures[name].first)} / {_cell(step.figures[name].among_three)}"
              for name in SLICES),
            _cell(step.figures["all"].answered_wrongly),
        ]
        for step in steps
    )  # fmt: skip
    return table(["phrases a topic", *SLICES, "answered at once and wrong"], rows)


def of_left_out(found: LeftOut) -> str:
    """One row: phrases that were not learned."""
    rows = (
        [name, _cell(each.answerable), _cell(each.first), _cell(each.among_three)]
        for name, each in found.figures.items()
    )
    return table(["phrases left out", "asked", "first", "first three"], rows)


def of_confused(pairs: Iterable[Confusion]) -> str:
    """One row per pair of topics."""
    rows = ([f"`{each.one}`", f"`{each.other}`", str(each.times)] for each in pairs)
    return table(["topic", "topic", "times"], rows)


def of_missed_questions(pairs: Iterable[Asked]) -> str:
    """One row per question, with what was found instead."""
    rows = (
        [_short(question.text), " + ".join(question.slugs) or "none", found.matches[0].slug,
         found.outcome, f"{found.matches[0].score:.2f}"]
        for question, found in pairs
    )  # fmt: skip
    return table(["question", "topic", "found", "outcome", "score"], rows, numbers=False)


def of_missed_messages(pairs: Iterable[Told]) -> str:
    """One row per message, with what was made of it."""
    rows = (
        [_short(message.text), _told(message.intent, message.route),
         _told(meant.intent, meant.route)]
        for message, meant in pairs
    )  # fmt: skip
    return table(["message", "is", "understood as"], rows, numbers=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = True) -> str:
    """Write a Markdown table; numbers stand right."""
    aligned = ["---", *["---:" if numbers else "---"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, aligned, *rows))


def _cell(value: float) -> str:
    if math.isnan(value):
        return "–"
    return str(value) if isinstance(value, int) else f"{100 * value:.1f} %"


def _told(intent: str | None, route: str | None) -> str:
    return f"{intent}, {route}" if intent else "no danger"


def _short(text: str) -> str:
    shown = text if len(text) < 110 else text[:109] + "…"
    return shown.replace("|", "\\|")
