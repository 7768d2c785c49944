"""The schema, step by step: one ordered tuple, applied on both engines.

Rules the schema keeps, so that no code path can forget them:
- an open signal has an owner or a next deadline (nothing ends in silence);
- an invitation is redeemed once; a step, a consent, an erasure and an access row never change;
- a text can only be blanked; one active lead and one active case manager in a network;
- one published version of a topic; one message per place in a conversation's outbox.

`{json}`, `{bytes}` and `{strict}` are dialect words. Times are UTC text of fixed width, days are
`YYYY-MM-DD`, yes/no is 0 or 1.
"""

from typing import Final

from conversations.store.dialect import append_only, blank_only
from conversations.store.migration import Migration

_TRANSPORT = (
    """CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) {strict}""",
    """CREATE TABLE lease (
        name TEXT PRIMARY KEY,
        holder TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        until_at TEXT NOT NULL
    ) {strict}""",
    """CREATE TABLE numbering (
        kind TEXT NOT NULL,
        year INTEGER NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (kind, year)
    ) {strict}""",
    """CREATE TABLE people (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        language TEXT,
        region TEXT CHECK (region IN ('nl', 'be')),
        created_at TEXT NOT NULL,
        erased_at TEXT
    ) {strict}""",
    """CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        bot TEXT NOT NULL,
        chat TEXT NOT NULL,
        person_id TEXT REFERENCES people (id),
        language TEXT,
        region TEXT CHECK (region IN ('nl', 'be')),
        state {json} NOT NULL,
        state_until TEXT,
        next_seq INTEGER NOT NULL DEFAULT 1,
        met_at TEXT,
        heard_at TEXT,
        muted_at TEXT,
        dead_at TEXT,
        dead_reason TEXT,
        created_at TEXT NOT NULL,
        UNIQUE (channel, bot, chat)
    ) {strict}""",
    """CREATE INDEX conversations_of_person ON conversations (person_id)
        WHERE person_id IS NOT NULL""",
    """CREATE INDEX conversations_unfinished ON conversations (state_until)
        WHERE state_until IS NOT NULL""",
    """CREATE TABLE inbox (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        bot TEXT NOT NULL,
        update_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        conversation_id TEXT REFERENCES conversations (id),
        payload TEXT,
        received_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('new', 'done', 'aside')),
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        done_at TEXT,
        blanked_at TEXT,
        UNIQUE (channel, bot, update_id, digest),
        CHECK (state <> 'new' OR conversation_id IS NOT NULL),
        CHECK (state <> 'new' OR payload IS NOT NULL),
        CHECK ((payload IS NULL) = (blanked_at IS NOT NULL))
    ) {strict}""",
    """CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new'""",
    """CREATE INDEX inbox_new_of_conversation ON inbox (conversation_id, id) WHERE state = 'new'""",
    """CREATE INDEX inbox_of_conversation ON inbox (conversation_id, received_at)""",
    """CREATE INDEX inbox_of_channel ON inbox (channel, bot, id)""",
    """CREATE INDEX inbox_unblanked ON inbox (received_at) WHERE payload IS NOT NULL""",
    """CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        channel TEXT NOT NULL,
        bot TEXT NOT NULL,
        seq INTEGER NOT NULL,
        class TEXT NOT NULL CHECK (class IN ('answer', 'notice', 'alert', 'danger')),
        body {json} NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'uncertain', 'sent', 'dead')),
        attempts INTEGER NOT NULL DEFAULT 0,
        parts_sent INTEGER NOT NULL DEFAULT 0,
        not_before TEXT,
        created_at TEXT NOT NULL,
        started_at TEXT,
        sent_at TEXT,
        provider_ref TEXT,
        error TEXT,
        blanked_at TEXT,
        UNIQUE (conversation_id, seq)
    ) {strict}""",
    """CREATE INDEX outbox_open ON outbox (channel, bot, conversation_id, seq)
        WHERE state IN ('pending', 'sending', 'uncertain')""",
    """CREATE INDEX outbox_queue ON outbox (channel, bot, class, id)
        WHERE state IN ('pending', 'sending', 'uncertain')""",
    """CREATE INDEX outbox_unblanked ON outbox (created_at) WHERE blanked_at IS NULL""",
)

_WORDS = (
    """CREATE TABLE texts (
        id TEXT PRIMARY KEY,
        body TEXT,
        written_at TEXT NOT NULL,
        blanked_at TEXT,
        CHECK ((body IS NULL) = (blanked_at IS NOT NULL))
    ) {strict}""",
    """CREATE TABLE messages (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        person_id TEXT NOT NULL REFERENCES people (id),
        ref TEXT NOT NULL,
        said_at TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX messages_by_ref ON messages (conversation_id, ref)""",
    """CREATE INDEX messages_of_person ON messages (person_id, said_at)""",
    """CREATE TABLE message_versions (
        message_id TEXT NOT NULL REFERENCES messages (id),
        version INTEGER NOT NULL CHECK (version >= 1),
        text_id TEXT NOT NULL REFERENCES texts (id),
        at TEXT NOT NULL,
        PRIMARY KEY (message_id, version)
    ) {strict}""",
    """CREATE TABLE buttons (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        outbox_id TEXT NOT NULL REFERENCES outbox (id),
        question TEXT NOT NULL,
        action {json} NOT NULL,
        offered_at TEXT NOT NULL,
        used_at TEXT
    ) {strict}""",
    """CREATE INDEX buttons_of_conversation ON buttons (conversation_id, question)""",
    """CREATE TABLE unanswered (
        id TEXT PRIMARY KEY,
        text_id TEXT NOT NULL REFERENCES texts (id),
        person_id TEXT REFERENCES people (id),
        conversation_id TEXT REFERENCES conversations (id),
        language TEXT NOT NULL,
        region TEXT,
        reason TEXT NOT NULL CHECK (reason IN ('unknown', 'none_of_these', 'not_helpful')),
        topic TEXT,
        asked_at TEXT NOT NULL,
        answered_at TEXT,
        CHECK ((person_id IS NULL) = (conversation_id IS NULL))
    ) {strict}""",
)

_PEOPLE = (
    """CREATE TABLE teams (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL
    ) {strict}""",
    """CREATE TABLE roles (
        id TEXT PRIMARY KEY,
        person_id TEXT NOT NULL REFERENCES people (id),
        role TEXT NOT NULL CHECK (role IN ('case_manager', 'team', 'coordinator', 'intake_desk',
            'duty_line', 'reporting_code', 'editor', 'administrator')),
        team_id TEXT REFERENCES teams (id),
        since TEXT NOT NULL,
        until TEXT,
        CHECK (role <> 'team' OR team_id IS NOT NULL)
    ) {strict}""",
    """CREATE UNIQUE INDEX roles_active ON roles (person_id, role) WHERE until IS NULL""",
    """CREATE TABLE networks (
        client_id TEXT PRIMARY KEY REFERENCES people (id),
        team_id TEXT REFERENCES teams (id),
        created_at TEXT NOT NULL,
        ended_at TEXT
    ) {strict}""",
    """CREATE TABLE members (
        id TEXT PRIMARY KEY,
        client_id TEXT NOT NULL REFERENCES networks (client_id),
        person_id TEXT REFERENCES people (id),
        display_name TEXT NOT NULL,
        role TEXT NOT NULL,
        organisation TEXT NOT NULL,
        circle TEXT NOT NULL
            CHECK (circle IN ('client', 'informal', 'volunteer', 'legal', 'professional')),
        lead INTEGER NOT NULL CHECK (lead IN (0, 1)),
        case_manager INTEGER NOT NULL CHECK (case_manager IN (0, 1)),
        stand_in_id TEXT REFERENCES members (id),
        contact TEXT NOT NULL,
        best_moment TEXT NOT NULL,
        emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
        hidden_from {json} NOT NULL,
        agreed_with TEXT NOT NULL,
        agreed_on TEXT NOT NULL,
        client_agrees INTEGER NOT NULL CHECK (client_agrees IN (0, 1)),
        ground TEXT NOT NULL CHECK (ground IN ('consent', 'treatment', 'legal')),
        since TEXT NOT NULL,
        until TEXT,
        end_reason TEXT,
        confirmed_on TEXT NOT NULL,
        confirmed_by TEXT NOT NULL,
        CHECK ((until IS NULL) = (end_reason IS NULL)),
        CHECK (case_manager = 0 OR person_id IS NOT NULL),
        CHECK ((lead = 0 AND case_manager = 0) OR contact <> '')
    ) {strict}""",
    """CREATE UNIQUE INDEX members_one_lead ON members (client_id)
        WHERE lead = 1 AND until IS NULL""",
    """CREATE UNIQUE INDEX members_one_case_manager ON members (client_id)
        WHERE case_manager = 1 AND until IS NULL""",
    """CREATE INDEX members_of_client ON members (client_id)""",
    """CREATE INDEX members_of_person ON members (person_id) WHERE person_id IS NOT NULL""",
    """CREATE TABLE tasks (
        id TEXT PRIMARY KEY,
        member_id TEXT NOT NULL REFERENCES members (id),
        label TEXT NOT NULL,
        recorded_by TEXT NOT NULL,
        agreed_with TEXT NOT NULL,
        agreed_on TEXT NOT NULL,
        client_agrees INTEGER NOT NULL CHECK (client_agrees IN (0, 1)),
        since TEXT NOT NULL,
        until TEXT
    ) {strict}""",
    """CREATE INDEX tasks_of_member ON tasks (member_id)""",
    """CREATE TABLE visits (
        id TEXT PRIMARY KEY,
        member_id TEXT NOT NULL REFERENCES members (id),
        weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
        starts TEXT NOT NULL,
        ends TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT
    ) {strict}""",
    """CREATE INDEX visits_of_member ON visits (member_id)""",
    """CREATE TABLE absences (
        id TEXT PRIMARY KEY,
        person_id TEXT NOT NULL REFERENCES people (id),
        deputy_id TEXT NOT NULL REFERENCES people (id),
        since TEXT NOT NULL,
        until TEXT,
        CHECK (person_id <> deputy_id),
        CHECK (until IS NULL OR until > since)
    ) {strict}""",
    """CREATE INDEX absences_of_person ON absences (person_id)""",
    """CREATE INDEX absences_of_deputy ON absences (deputy_id)""",
    """CREATE TABLE consents (
        id TEXT PRIMARY KEY,
        person_id TEXT NOT NULL REFERENCES people (id),
        purpose TEXT NOT NULL,
        granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
        wording TEXT NOT NULL,
        at TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX consents_of_person ON consents (person_id, purpose, id)""",
    """CREATE TABLE invitations (
        id TEXT PRIMARY KEY,
        code_hash TEXT NOT NULL UNIQUE,
        person_id TEXT NOT NULL REFERENCES people (id),
        role TEXT NOT NULL,
        client_id TEXT REFERENCES networks (client_id),
        made_by TEXT REFERENCES people (id),
        made_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        needs_confirmation INTEGER NOT NULL CHECK (needs_confirmation IN (0, 1)),
        voided_at TEXT
    ) {strict}""",
    """CREATE TABLE redemptions (
        invitation_id TEXT PRIMARY KEY REFERENCES invitations (id),
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        at TEXT NOT NULL
    ) {strict}""",
    """CREATE TABLE confirmations (
        invitation_id TEXT PRIMARY KEY REFERENCES redemptions (invitation_id),
        by_id TEXT NOT NULL REFERENCES people (id),
        accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
        at TEXT NOT NULL
    ) {strict}""",
    """CREATE TABLE wrong_codes (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        at TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX wrong_codes_of_conversation ON wrong_codes (conversation_id, at)""",
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        token_hash TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        created_at TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        revoked_at TEXT
    ) {strict}""",
    """CREATE TABLE erasures (
        person_id TEXT PRIMARY KEY,
        at TEXT NOT NULL
    ) {strict}""",
)

_CASES = (
    """CREATE TABLE concerns (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('concern', 'complaint')),
        sender_id TEXT NOT NULL REFERENCES people (id),
        sender_role TEXT NOT NULL,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        client_id TEXT REFERENCES networks (client_id),
        subject TEXT NOT NULL CHECK (subject IN ('self', 'client', 'other')),
        bottleneck TEXT,
        text_id TEXT NOT NULL REFERENCES texts (id),
        message_id TEXT REFERENCES messages (id),
        shared_with TEXT NOT NULL CHECK (shared_with IN ('nobody', 'case_manager', 'intake_desk')),
        accused_id TEXT REFERENCES people (id),
        state TEXT NOT NULL CHECK (state IN ('new', 'seen', 'in_progress', 'question', 'answered',
            'closed', 'reopened', 'withdrawn')),
        with_id TEXT REFERENCES people (id),
        owner_id TEXT REFERENCES people (id),
        next_deadline TEXT,
        rung INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        CHECK (shared_with = 'nobody' OR state IN ('closed', 'withdrawn', 'answered')
            OR owner_id IS NOT NULL OR next_deadline IS NOT NULL)
    ) {strict}""",
    """CREATE INDEX concerns_of_sender ON concerns (sender_id, id)""",
    """CREATE INDEX concerns_of_client ON concerns (client_id, id)""",
    """CREATE INDEX concerns_due ON concerns (next_deadline) WHERE next_deadline IS NOT NULL""",
    """CREATE TABLE signals (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        route TEXT NOT NULL CHECK (route IN ('case_manager', 'today', 'now')),
        sender_id TEXT REFERENCES people (id),
        sender_role TEXT NOT NULL,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        client_id TEXT REFERENCES networks (client_id),
        subject TEXT NOT NULL CHECK (subject IN ('self', 'client', 'other')),
        danger TEXT,
        sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
        text_id TEXT NOT NULL REFERENCES texts (id),
        message_id TEXT REFERENCES messages (id),
        accused_id TEXT REFERENCES people (id),
        shared_with TEXT NOT NULL CHECK (shared_with IN ('nobody', 'case_manager', 'intake_desk')),
        state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
        with_id TEXT REFERENCES people (id),
        owner_id TEXT REFERENCES people (id),
        next_deadline TEXT,
        rung INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        closed_at TEXT,
        CHECK (state = 'closed' OR owner_id IS NOT NULL OR next_deadline IS NOT NULL),
        CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
        CHECK (accused_id IS NULL OR with_id IS NULL OR accused_id <> with_id),
        CHECK (accused_id IS NULL OR owner_id IS NULL OR accused_id <> owner_id)
    ) {strict}""",
    """CREATE INDEX signals_of_sender ON signals (sender_id, id)""",
    """CREATE INDEX signals_of_client ON signals (client_id, id)""",
    """CREATE INDEX signals_due ON signals (next_deadline)
        WHERE state = 'open' AND next_deadline IS NOT NULL""",
    """CREATE INDEX signals_with ON signals (with_id) WHERE state = 'open'""",
    """CREATE INDEX signals_owned ON signals (owner_id) WHERE state = 'open'""",
    """CREATE TABLE signal_indicators (
        signal_id TEXT NOT NULL REFERENCES signals (id),
        slug TEXT NOT NULL,
        PRIMARY KEY (signal_id, slug)
    ) {strict}""",
    """CREATE TABLE steps (
        id TEXT PRIMARY KEY,
        concern_id TEXT REFERENCES concerns (id),
        signal_id TEXT REFERENCES signals (id),
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        actor_id TEXT REFERENCES people (id),
        person_id TEXT REFERENCES people (id),
        text_id TEXT REFERENCES texts (id),
        rung INTEGER,
        CHECK ((concern_id IS NULL) <> (signal_id IS NULL))
    ) {strict}""",
    """CREATE INDEX steps_of_concern ON steps (concern_id, id) WHERE concern_id IS NOT NULL""",
    """CREATE INDEX steps_of_signal ON steps (signal_id, id) WHERE signal_id IS NOT NULL""",
    """CREATE INDEX steps_told ON steps (person_id) WHERE person_id IS NOT NULL""",
    """CREATE UNIQUE INDEX steps_one_a_rung_of_signal ON steps (signal_id, rung)
        WHERE signal_id IS NOT NULL AND rung IS NOT NULL""",
    """CREATE UNIQUE INDEX steps_one_a_rung_of_concern ON steps (concern_id, rung)
        WHERE concern_id IS NOT NULL AND rung IS NOT NULL""",
    """CREATE TABLE follow_ups (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        assignee_id TEXT REFERENCES people (id),
        conversation_id TEXT REFERENCES conversations (id),
        outbox_id TEXT UNIQUE REFERENCES outbox (id),
        concern_id TEXT REFERENCES concerns (id),
        signal_id TEXT REFERENCES signals (id),
        created_at TEXT NOT NULL,
        done_at TEXT,
        done_by TEXT REFERENCES people (id),
        CHECK ((done_at IS NULL) = (done_by IS NULL))
    ) {strict}""",
    """CREATE INDEX follow_ups_open ON follow_ups (assignee_id) WHERE done_at IS NULL""",
)

_CONTENT = (
    """CREATE TABLE topics (
        slug TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
        origin TEXT NOT NULL CHECK (origin IN ('shipped', 'staff')),
        body TEXT NOT NULL,
        digest TEXT NOT NULL,
        editor_id TEXT REFERENCES people (id),
        created_at TEXT NOT NULL,
        PRIMARY KEY (slug, version)
    ) {strict}""",
    """CREATE UNIQUE INDEX topics_one_published ON topics (slug) WHERE state = 'published'""",
    """CREATE TABLE feedback (
        id TEXT PRIMARY KEY,
        slug TEXT NOT NULL,
        version INTEGER NOT NULL,
        helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
        person_id TEXT REFERENCES people (id),
        at TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX feedback_of_topic ON feedback (slug, version)""",
)

# The fields of NEN 7513:2018 chapters 5-9; none may be empty of meaning, so none may be null.
_ACCESS = (
    """CREATE TABLE access_log (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        event TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('C', 'R', 'U', 'D', 'E')),
        outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'refused', 'failed')),
        authorised INTEGER NOT NULL CHECK (authorised IN (0, 1)),
        relation INTEGER NOT NULL CHECK (relation IN (0, 1)),
        consented INTEGER NOT NULL CHECK (consented IN (0, 1)),
        emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
        person_id TEXT NOT NULL,
        person_name TEXT NOT NULL,
        on_behalf_of TEXT NOT NULL,
        role TEXT NOT NULL,
        purpose TEXT NOT NULL,
        protocol TEXT NOT NULL,
        access_point_type TEXT NOT NULL,
        access_point TEXT NOT NULL,
        client_id TEXT NOT NULL,
        object_type TEXT NOT NULL,
        object_ids TEXT NOT NULL,
        organisation TEXT NOT NULL,
        source TEXT NOT NULL,
        trace_id TEXT NOT NULL
    ) {strict}""",
    """CREATE INDEX access_of_client ON access_log (client_id, at)""",
    """CREATE INDEX access_by_person ON access_log (person_id, at)""",
    """CREATE UNIQUE INDEX access_once_a_turn ON access_log (trace_id, client_id)""",
)

_UNCHANGEABLE = ("steps", "message_versions", "consents", "access_log", "erasures", "redemptions")

MIGRATIONS: Final = (
    Migration(
        name="0001-foundation",
        statements=(*_TRANSPORT, *_WORDS, *_PEOPLE, *_CASES, *_CONTENT, *_ACCESS),
        sqlite=(
            *(text for table in _UNCHANGEABLE for text in append_only(table).sqlite),
            *blank_only("texts").sqlite,
        ),
        postgresql=(
            *(text for table in _UNCHANGEABLE for text in append_only(table).postgresql),
            *blank_only("texts").postgresql,
        ),
    ),
)
