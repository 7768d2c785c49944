"""Tables of people: roles, teams, networks, absences, consents, invitations, sessions."""

from typing import Final

PEOPLE: Final = (
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
