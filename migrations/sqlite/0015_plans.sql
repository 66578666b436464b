-- A year laid out ahead, and what was planned around a contest and is not part of its record.

CREATE TABLE plan_period (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    year BIGINT NOT NULL,
    -- m01 to m12, q1 to q4.
    period TEXT NOT NULL,
    theme TEXT NOT NULL,
    -- 2026-12-05, where the day is known.
    planned_on TEXT,
    PRIMARY KEY (unit_id, year, period)
);

-- To be read beforehand.
CREATE TABLE plan_document (
    unit_id TEXT NOT NULL,
    year BIGINT NOT NULL,
    period TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (unit_id, year, period, document_id),
    FOREIGN KEY (unit_id, year, period) REFERENCES plan_period (unit_id, year, period)
);

CREATE TABLE contest_preparation (
    contest_id TEXT NOT NULL PRIMARY KEY REFERENCES contest (id),
    theme TEXT NOT NULL,
    place TEXT NOT NULL,
    -- Of the year plan, where it comes from there.
    year BIGINT,
    period TEXT
);

-- What members are asked to read before it.
CREATE TABLE contest_reading (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    document_id TEXT NOT NULL REFERENCES document (id),
    PRIMARY KEY (contest_id, document_id)
);
