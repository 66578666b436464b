-- The tree of units, the people in it, and what they may do there.
-- Identifiers are UUIDs as text, instants are milliseconds since the Unix epoch.

CREATE TABLE unit (
    id TEXT NOT NULL PRIMARY KEY,
    parent_id TEXT REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL COLLATE "C"
);

-- Every pair of a unit and a unit above it, itself included: "is she within" is one look-up.
CREATE TABLE unit_closure (
    ancestor TEXT NOT NULL REFERENCES unit (id),
    descendant TEXT NOT NULL REFERENCES unit (id),
    depth BIGINT NOT NULL,
    PRIMARY KEY (ancestor, descendant)
);

CREATE INDEX unit_closure_descendant ON unit_closure (descendant, depth);

CREATE TABLE member (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Orders names as Vietnamese does; compared byte by byte, so both engines agree.
    sort_key TEXT NOT NULL COLLATE "C",
    disabled_at BIGINT
);

-- A person's dated belonging to a unit; the open one (no end) is the current one.
CREATE TABLE membership (
    member_id TEXT NOT NULL REFERENCES member (id),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    official BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    excuse TEXT,
    PRIMARY KEY (member_id, since),
    CONSTRAINT membership_excuse_check CHECK (excuse IN ('exempt', 'suspended', 'elsewhere', 'ill', 'on_duty'))
);

CREATE UNIQUE INDEX membership_member_id_key ON membership (member_id) WHERE ended_at IS NULL;

CREATE INDEX membership_unit ON membership (unit_id) WHERE ended_at IS NULL;

CREATE TABLE role_grant (
    member_id TEXT NOT NULL REFERENCES member (id),
    role TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (member_id, role, unit_id)
);
