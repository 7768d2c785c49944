"""Where a conversation stands: plain data that survives a restart and a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Self

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A dialogue in progress: which script, what it began with, what was answered so far."""

    script: str
    id: str  # tells one run of a script from the next, so that old buttons are known
    given: Mapping[str, str] = field(default_factory=lambda: _NONE)
    answers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    asked: str = ""  # key of the question that waits for an answer
    misses: int = 0  # how often that question was not understood

    @property
    def question(self) -> str:
        """What its buttons are filed under."""
        return f"{self.id}:{self.asked}"

    def answered(self, key: str, answer: str) -> Self:
        return replace(self, answers={**self.answers, key: answer}, misses=0)

    def stepped_back(self) -> Self:
        """Without its last answer; the same when nothing was answered."""
        return replace(self, answers=dict(list(self.answers.items())[:-1]), misses=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    talks: tuple[Talk, ...] = ()  # the last one is being held; those before it wait to go on
    paused: tuple[Talk, ...] = ()  # put aside by danger; they go on when the sender says so
    talked: int = 0  # dialogues begun in this conversation: the next one's id
    hushed: bool = False  # was told to slow down, and has not slowed down yet
    misses: int = 0  # messages in a row that were not understood, outside a dialogue
    in_part: str = ""  # the language of which was said that not everything is there

    @property
    def talk(self) -> Talk | None:
        return self.talks[-1] if self.talks else None

    def with_talk(self, talk: Talk) -> Self:
        return replace(self, talks=(*self.talks[:-1], talk))

    def begun(self, talk: Talk) -> Self:
        return replace(self, talks=(*self.talks, talk), talked=self.talked + 1)

    def begun_below(self, talk: Talk) -> Self:
        """A dialogue that comes after all those being held."""
        return replace(self, talks=(talk, *self.talks), talked=self.talked + 1)

    def renewed(self, talk: Talk) -> Self:
        """The talk being held under a new id: its buttons of before are old from now on."""
        fresh = replace(talk, id=str(self.talked + 1))
        return replace(self, talks=(*self.talks[:-1], fresh), talked=self.talked + 1)

    def ended(self) -> Self:
        return replace(self, talks=self.talks[:-1])


def to_json(state: State) -> dict[str, Any]:
    """Plain data for the conversation's row."""
    return {
        "talks": [_talk_to_json(talk) for talk in state.talks],
        "paused": [_talk_to_json(talk) for talk in state.paused],
        "talked": state.talked,
        "hushed": state.hushed,
        "misses": state.misses,
        "in_part": state.in_part,
    }


def from_json(data: Mapping[str, Any]) -> State:
    """Read a row of any earlier version; what a version did not know yet has its default."""
    return State(
        talks=tuple(_talk_from_json(talk) for talk in data.get("talks", ())),
        paused=tuple(_talk_from_json(talk) for talk in data.get("paused", ())),
        talked=data.get("talked", 0),
        hushed=data.get("hushed", False),
        misses=data.get("misses", 0),
        in_part=data.get("in_part", ""),
    )


def _talk_to_json(talk: Talk) -> dict[str, Any]:
    return {
        "script": talk.script,
        "id": talk.id,
        "given": dict(talk.given),
        "answers": list(talk.answers.items()),  # a list: the order is the way back
        "asked": talk.asked,
        "misses": talk.misses,
    }


def _talk_from_json(talk: Mapping[str, Any]) -> Talk:
    return Talk(
        script=talk["script"],
        id=talk["id"],
        given=dict(talk.get("given", {})),
        answers=dict(talk.get("answers", [])),
        asked=talk.get("asked", ""),
        misses=talk.get("misses", 0),
    )
