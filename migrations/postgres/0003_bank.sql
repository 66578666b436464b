-- The documents a unit studies and the questions that hang on them.

CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    symbol TEXT NOT NULL COLLATE "C",
    issued_on TEXT NOT NULL COLLATE "C",
    issuer TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Symbol of the document that replaced it; none while it is in force.
    superseded_by TEXT,
    -- Numbers repeat: a document is known by number and date and issuer, and by title without a number.
    UNIQUE (unit_id, symbol, issued_on, issuer, title)
);

CREATE TABLE question (
    -- The order of insertion, which is the bank's order.
    ordinal BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    document_id TEXT NOT NULL REFERENCES document (id),
    topic TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT question_state_check CHECK (state IN ('draft', 'submitted', 'approved'))
);

CREATE INDEX question_unit ON question (unit_id, ordinal);

CREATE TABLE question_revision (
    question_id TEXT NOT NULL REFERENCES question (id),
    number BIGINT NOT NULL,
    author_id TEXT NOT NULL REFERENCES member (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (question_id, number)
);

CREATE TABLE question_review (
    question_id TEXT NOT NULL,
    revision_number BIGINT NOT NULL,
    reviewer_id TEXT NOT NULL REFERENCES member (id),
    reviewed_at BIGINT NOT NULL,
    approved BOOLEAN NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (question_id, revision_number, reviewer_id, reviewed_at),
    FOREIGN KEY (question_id, revision_number) REFERENCES question_revision (question_id, number)
);
