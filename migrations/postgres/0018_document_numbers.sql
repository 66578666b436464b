-- What a secretary signs after a contest: how it is headed and set, which numbers are taken, what was given to whom.

CREATE TABLE document_settings (
    unit_id TEXT NOT NULL PRIMARY KEY REFERENCES unit (id),
    -- JSON: words and figures of the layout.
    settings TEXT NOT NULL
);

CREATE TABLE issued_document (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    -- announcement, report or commendation.
    kind TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    -- Of office: 2025-2030.
    term TEXT NOT NULL,
    -- None for one that is written in by hand.
    number BIGINT,
    -- 2026-12-05; none for the day on which it is printed.
    issued_on TEXT,
    PRIMARY KEY (contest_id, kind),
    -- No number is used twice within a term.
    UNIQUE (unit_id, kind, term, number)
);

CREATE TABLE prize (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    -- The participant's, as in the record.
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- In đồng.
    value BIGINT,
    handed_by TEXT NOT NULL,
    handed_on TEXT,
    PRIMARY KEY (contest_id, number)
);
