"""The topics as they are published: those that come with the program, and what staff made of them.

Rules:
- a new shipped version replaces a topic that staff never edited, and is a draft beside one that
  they did; nobody's work is overwritten;
- at most one version of a topic is published; what was published before stays as retired;
- the same text again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from conversations.store.engine import Engine, Row
from conversations.store.instants import to_text
from knowledge.topics import Topic, parse, render

_SHIPPED: Final = "shipped"
_STAFF: Final = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading did, by slug."""

    published: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()  # new shipped versions of topics that staff edited
    unchanged: int = 0


def load_shipped(engine: Engine, topics: Sequence[Topic], now: datetime) -> Loaded:
    """Take in the topics that came with this version of the program."""
    published, drafts = [], []
    with engine.atomic():
        known = _versions(engine)
        for topic in topics:
            body = render(topic)
            versions = known.get(topic.slug, ())
            if _latest_digest(versions, _SHIPPED) == _digest(body):
                continue
            if any(version["origin"] == _STAFF for version in versions):
                _keep(engine, topic.slug, versions, body, _SHIPPED, "draft", None, now)
                drafts.append(topic.slug)
            else:
                _publish(engine, topic.slug, versions, body, _SHIPPED, None, now)
                published.append(topic.slug)
    return Loaded(
        published=tuple(published),
        drafts=tuple(drafts),
        unchanged=len(topics) - len(published) - len(drafts),
    )


def load_edited(
    engine: Engine, topics: Sequence[Topic], now: datetime, *, editor_id: str | None
) -> Loaded:
    """Publish what staff wrote; a topic that is published like this already is left alone."""
    published = []
    with engine.atomic():
        known = _versions(engine)
        for topic in topics:
            body = render(topic)
            versions = known.get(topic.slug, ())
            current = next((v for v in versions if v["state"] == "published"), None)
            if current is None or current["digest"] != _digest(body):
                _publish(engine, topic.slug, versions, body, _STAFF, editor_id, now)
                published.append(topic.slug)
    return Loaded(published=tuple(published), unchanged=len(topics) - len(published))


def published(engine: Engine) -> tuple[Topic, ...]:
    """Give every published topic, by slug."""
    return tuple(parse(body) for body in export(engine).values())


def export(engine: Engine) -> Mapping[str, str]:
    """Give the published topics as files: slug and TOML."""
    rows = engine.query("SELECT slug, body FROM topics WHERE state = 'published' ORDER BY slug")
    return {row["slug"]: row["body"] for row in rows}


def current_version(engine: Engine) -> str:
    """Give a word that changes with every change of what is published."""
    rows = engine.query("SELECT slug, version FROM topics WHERE state = 'published' ORDER BY slug")
    return _digest("\n".join(f"{row['slug']} {row['version']}" for row in rows))


def _versions(engine: Engine) -> Mapping[str, tuple[Row, ...]]:
    """Give what is known of each topic, the newest version first."""
    found: dict[str, tuple[Row, ...]] = {}
    for row in engine.query(
        "SELECT slug, version, state, origin, digest FROM topics ORDER BY slug, version DESC"
    ):
        found[row["slug"]] = (*found.get(row["slug"], ()), row)
    return found


def _latest_digest(versions: Sequence[Row], origin: str) -> str | None:
    return next((each["digest"] for each in versions if each["origin"] == origin), None)


def _publish(
    engine: Engine,
    slug: str,
    versions: Sequence[Row],
    body: str,
    origin: str,
    editor_id: str | None,
    now: datetime,
) -> None:
    engine.execute(
        "UPDATE topics SET state = 'retired' WHERE slug = :slug AND state = 'published'",
        slug=slug,
    )
    _keep(engine, slug, versions, body, origin, "published", editor_id, now)


def _keep(
    engine: Engine,
    slug: str,
    versions: Sequence[Row],
    body: str,
    origin: str,
    state: str,
    editor_id: str | None,
    now: datetime,
) -> None:
    if origin == _SHIPPED:
        # An older shipped draft says nothing that the newer one does not say better.
        engine.execute(
            "UPDATE topics SET state = 'retired' WHERE slug = :slug AND state = 'draft'"
            " AND origin = 'shipped'",
            slug=slug,
        )
    engine.execute(
        "INSERT INTO topics (slug, version, state, origin, body, digest, editor_id, created_at)"
        " VALUES (:slug, :version, :state, :origin, :body, :digest, :editor, :now)",
        slug=slug,
        version=1 + (versions[0]["version"] if versions else 0),
        state=state,
        origin=origin,
        body=body,
        digest=_digest(body),
        editor=editor_id,
        now=to_text(now),
    )


def _digest(body: str) -> str:
    return sha256(body.encode()).hexdigest()
