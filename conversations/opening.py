"""What an intent answers with: effects, and perhaps a dialogue that begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from conversations.context import Context
from conversations.dialogue import Begin, Script
from conversations.effects import Effect
from conversations.speech import Action
from knowledge.understanding import Intent as Meaning
from knowledge.understanding import Understanding

__all__ = ["Begin", "Intent", "OnTap", "OnWords", "Opening"]


@dataclass(frozen=True, slots=True)
class Opening:
    effects: tuple[Effect, ...] = ()
    begins: Begin | None = None


OnWords: TypeAlias = Callable[[str, Understanding, Context, datetime], Opening]
OnTap: TypeAlias = Callable[[Action, Context, datetime], Opening]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One thing people come for: what it listens to, the buttons it hands out, its scripts."""

    name: str
    meanings: frozenset[Meaning] = frozenset()
    on_words: OnWords | None = None  # free text with one of these meanings
    commands: Mapping[str, OnWords] = field(default_factory=lambda: MappingProxyType({}))
    actions: Mapping[str, OnTap] = field(default_factory=lambda: MappingProxyType({}))
    scripts: Mapping[str, Script] = field(default_factory=lambda: MappingProxyType({}))
    staff: bool = False  # its scripts hold what staff write as staff: not checked for danger
