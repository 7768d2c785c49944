"""A topic that came with the program is renewed; what staff made of one is never overwritten."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations.store import topics
from conversations.store.engine import Engine, migrate
from conversations.store.topics import Loaded
from knowledge.topics import Answer, Topic, parse, shipped

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

RESPITE = Topic(
    slug="respijtzorg",
    title="Respijtzorg",
    region=None,
    outdated=False,
    successors=(),
    synonyms=("vervangende zorg",),
    related=(),
    source="Rijksoverheid",
    owner="redactie",
    checked=date(2026, 11, 24),
    check_by=date(2027, 5, 24),
    answers=(
        Answer(
            language="nl",
            region=None,
            short="Iemand neemt uw zorg even over.",
            more="U rust uit.",
            for_client="U krijgt even andere hulp.",
            for_carer="U kunt even weg.",
            first_step="Bel uw gemeente.",
            reviewed=True,
        ),
    ),
    phrases={"nl": ("wat is respijtzorg",)},
)
NEWER = replace(RESPITE, title="Respijtzorg, vervangende zorg")
STAFF = replace(RESPITE, title="Respijtzorg in Oost")
OTHER = replace(RESPITE, slug="casemanager", title="Casemanager")


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    return engine


def states(store: Engine) -> list[tuple[int, str, str]]:
    rows = store.query("SELECT version, origin, state FROM topics ORDER BY slug, version")
    return [(row["version"], row["origin"], row["state"]) for row in rows]


def test_the_topics_of_the_program_are_published(store: Engine) -> None:
    done = topics.load_shipped(store, [RESPITE, OTHER], NOW)

    assert done == Loaded(published=("respijtzorg", "casemanager"))
    assert topics.published(store) == (OTHER, RESPITE)


def test_the_same_topics_again_change_nothing(store: Engine) -> None:
    topics.load_shipped(store, [RESPITE, OTHER], NOW)
    before = topics.current_version(store)

    assert topics.load_shipped(store, [RESPITE, OTHER], NOW) == Loaded(unchanged=2)
    assert topics.current_version(store) == before


def test_a_newer_version_replaces_a_topic_that_staff_never_edited(store: Engine) -> None:
    topics.load_shipped(store, [RESPITE], NOW)
    before = topics.current_version(store)

    assert topics.load_shipped(store, [NEWER], NOW).published == ("respijtzorg",)
    assert topics.published(store) == (NEWER,)
    assert states(store) == [(1, "shipped", "retired"), (2, "shipped", "published")]
    assert topics.current_version(store) != before


def test_a_newer_version_is_a_draft_beside_what_staff_wrote(store: Engine) -> None:
    topics.load_shipped(store, [RESPITE], NOW)
    topics.load_edited(store, [STAFF], NOW, editor_id=None)

    assert topics.load_shipped(store, [NEWER], NOW) == Loaded(drafts=("respijtzorg",))
    assert topics.load_shipped(store, [NEWER], NOW) == Loaded(unchanged=1)
    assert topics.published(store) == (STAFF,)


def test_of_two_newer_versions_only_the_last_is_a_draft(store: Engine) -> None:
    topics.load_shipped(store, [RESPITE], NOW)
    topics.load_edited(store, [STAFF], NOW, editor_id=None)
    topics.load_shipped(store, [NEWER], NOW)
    topics.load_shipped(store, [replace(NEWER, owner="iemand anders")], NOW)

    assert states(store) == [
        (1, "shipped", "retired"),
        (2, "staff", "published"),
        (3, "shipped", "retired"),
        (4, "shipped", "draft"),
    ]


def test_what_staff_wrote_is_published_once(store: Engine) -> None:
    assert topics.load_edited(store, [STAFF], NOW, editor_id=None).published == ("respijtzorg",)
    assert topics.load_edited(store, [STAFF], NOW, editor_id=None) == Loaded(unchanged=1)


def test_an_export_is_read_back_as_the_same_topics(store: Engine) -> None:
    topics.load_shipped(store, [RESPITE, OTHER], NOW)

    exported = topics.export(store)
    assert {slug: parse(body) for slug, body in exported.items()} == {
        "casemanager": OTHER,
        "respijtzorg": RESPITE,
    }


def test_everything_that_comes_with_the_program_can_be_published(store: Engine) -> None:
    all_of_them = shipped()
    topics.load_shipped(store, all_of_them, NOW)

    by_slug = {topic.slug: topic for topic in all_of_them}
    assert {topic.slug: topic for topic in topics.published(store)} == by_slug
