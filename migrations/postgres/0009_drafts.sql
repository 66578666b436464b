-- Work that is not saved yet: an import that waits for its confirmation, a form that somebody is still filling in.

CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id),
    -- Whose work it is; nobody else sees it.
    member_id TEXT NOT NULL REFERENCES member (id),
    -- Counted up by every save, so that two tabs do not overwrite one another.
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL
);

CREATE INDEX draft_member ON draft (member_id, kind, saved_at);

CREATE INDEX draft_saved_at ON draft (saved_at);
