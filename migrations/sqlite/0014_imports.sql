-- Where questions came from that were not written here: one file, or one pasted text, that somebody has confirmed.

CREATE TABLE question_import (
    -- The identifier of the draft it was: a draft that is confirmed twice is kept once.
    id TEXT NOT NULL PRIMARY KEY,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    member_id TEXT NOT NULL REFERENCES member (id),
    -- The file's name; empty for a pasted text.
    file TEXT NOT NULL,
    imported_at BIGINT NOT NULL
);

ALTER TABLE question ADD COLUMN import_id TEXT REFERENCES question_import (id);

CREATE INDEX question_import_id ON question (import_id);
