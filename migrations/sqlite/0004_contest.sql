-- Contests as they were scheduled, and who takes part. What happens in one is in its journal.

CREATE TABLE contest (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seed TEXT NOT NULL
);

CREATE INDEX contest_unit ON contest (unit_id, starts_at);

-- The questions a paper is drawn from, frozen in the revision that was approved.
CREATE TABLE contest_candidate (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    position BIGINT NOT NULL,
    question_id TEXT NOT NULL REFERENCES question (id),
    salt TEXT NOT NULL,
    revision TEXT NOT NULL,
    insiders TEXT NOT NULL,
    PRIMARY KEY (contest_id, position)
);

-- Who stands behind a number of the journal: outside the chain, so that it can be erased.
CREATE TABLE contest_participant (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    number BIGINT NOT NULL,
    member_id TEXT NOT NULL REFERENCES member (id),
    name TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (contest_id, number),
    UNIQUE (contest_id, member_id)
);

CREATE TABLE contest_extra_time (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    member_id TEXT NOT NULL REFERENCES member (id),
    percent BIGINT NOT NULL,
    PRIMARY KEY (contest_id, member_id)
);
