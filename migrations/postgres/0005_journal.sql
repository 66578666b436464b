-- What happened in a contest, row by row, each chained to the one before. Only ever appended to.

CREATE TABLE journal (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- Two writers can never both write a place of the chain.
    PRIMARY KEY (contest_id, seq)
);

CREATE INDEX journal_published ON journal (contest_id) WHERE kind = 'published';

-- Free words that belong to a row and may name people: outside the chain, so that they can be erased.
CREATE TABLE contest_remark (
    contest_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    remark TEXT NOT NULL,
    PRIMARY KEY (contest_id, seq),
    FOREIGN KEY (contest_id, seq) REFERENCES journal (contest_id, seq)
);
