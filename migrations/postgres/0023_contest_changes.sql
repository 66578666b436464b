-- Contests that were planned anew: the address of the one leads to the other.

CREATE TABLE contest_successor (
    contest_id TEXT NOT NULL PRIMARY KEY REFERENCES contest (id),
    successor_id TEXT NOT NULL REFERENCES contest (id),
    -- Why, as it is written beside the calling off.
    reason TEXT NOT NULL
);

CREATE INDEX contest_successor_successor ON contest_successor (successor_id);
