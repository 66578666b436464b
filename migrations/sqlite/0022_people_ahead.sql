-- What was decided for a day to come, and who has corrected what of a member.

CREATE TABLE coming_change (
    id TEXT NOT NULL PRIMARY KEY,
    -- Where it was entered: whoever may enter such a change there may take it back.
    unit_id TEXT NOT NULL REFERENCES unit (id),
    body TEXT NOT NULL,
    on_at BIGINT NOT NULL,
    entered_by TEXT NOT NULL REFERENCES member (id),
    entered_at BIGINT NOT NULL,
    -- Why it could not be made on its day; it waits for somebody to take it back.
    refusal TEXT,
    -- When it was made or taken back.
    settled_at BIGINT,
    -- None if it was made.
    withdrawn_by TEXT REFERENCES member (id)
);

CREATE INDEX coming_change_open ON coming_change (on_at, entered_at) WHERE settled_at IS NULL;

-- The names of the fields and never what stood in them.
CREATE TABLE member_edit (
    id TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES member (id),
    edited_by TEXT NOT NULL REFERENCES member (id),
    edited_at BIGINT NOT NULL,
    fields TEXT NOT NULL
);

CREATE INDEX member_edit_member ON member_edit (member_id, edited_at);
