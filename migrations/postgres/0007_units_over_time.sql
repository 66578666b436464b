-- The tree and who belongs to which, over time: what was is never rewritten.

-- Kinds are data: an organisation may add its own.
CREATE TABLE unit_kind (
    name TEXT NOT NULL PRIMARY KEY,
    -- As screens say it.
    label TEXT NOT NULL,
    -- The widest first.
    rank BIGINT NOT NULL
);

INSERT INTO unit_kind (name, label, rank) VALUES
    ('organisation', 'Tổ chức đảng', 0),
    ('province', 'Đảng bộ tỉnh, thành phố', 10),
    ('commune', 'Đảng bộ xã', 20),
    ('ward', 'Đảng bộ phường', 21),
    ('special_zone', 'Đảng bộ đặc khu', 22),
    ('grassroots', 'Đảng bộ cơ sở', 30),
    ('sub_committee', 'Đảng bộ bộ phận', 40),
    ('cell', 'Chi bộ', 50),
    ('team', 'Tổ đảng', 60);

ALTER TABLE unit ADD COLUMN founded_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE unit ADD COLUMN closed_at BIGINT;

-- `unit` is what is true now; these are all that was.
CREATE TABLE unit_version (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    since BIGINT NOT NULL,
    -- None for the present one.
    until BIGINT,
    parent_id TEXT REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (unit_id, since)
);

INSERT INTO unit_version (unit_id, since, parent_id, kind, name) SELECT id, 0, parent_id, kind, name FROM unit;

-- Roles at the successor reach the predecessor's past.
CREATE TABLE unit_succession (
    predecessor_id TEXT NOT NULL REFERENCES unit (id),
    successor_id TEXT NOT NULL REFERENCES unit (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (predecessor_id, successor_id)
);

-- Beside the regular place there may be a temporary stay elsewhere.
CREATE TABLE membership_over_time (
    member_id TEXT NOT NULL REFERENCES member (id),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    attendance TEXT NOT NULL,
    official BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    ended_at BIGINT,
    -- Why it ended; none while it has not.
    ending TEXT,
    excuse TEXT,
    PRIMARY KEY (member_id, attendance, since, unit_id),
    CONSTRAINT membership_attendance_check CHECK (attendance IN ('regular', 'temporary')),
    CONSTRAINT membership_excuse_check CHECK (excuse IN ('exempt', 'suspended', 'elsewhere', 'ill', 'on_duty'))
);

INSERT INTO membership_over_time (member_id, unit_id, attendance, official, since, ended_at, ending, excuse)
SELECT member_id, unit_id, 'regular', official, since, ended_at, CASE WHEN ended_at IS NULL THEN NULL ELSE 'transferred' END, excuse
FROM membership;

DROP TABLE membership;

ALTER TABLE membership_over_time RENAME TO membership;

ALTER INDEX membership_over_time_pkey RENAME TO membership_pkey;

CREATE UNIQUE INDEX membership_place_key ON membership (member_id, attendance) WHERE ended_at IS NULL;

CREATE INDEX membership_unit ON membership (unit_id) WHERE ended_at IS NULL;
