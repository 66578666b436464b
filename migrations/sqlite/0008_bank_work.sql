-- Documents that are read beforehand and replaced one day; questions as several people work on them.

ALTER TABLE document ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN reading TEXT NOT NULL DEFAULT '';
-- `YYYY-MM-DD`, beside `superseded_by`.
ALTER TABLE document ADD COLUMN superseded_on TEXT;
-- The document that replaced it, where it is registered.
ALTER TABLE document ADD COLUMN successor_id TEXT REFERENCES document (id);

ALTER TABLE question ADD COLUMN difficulty TEXT;
-- Out of the bank for good, but never out of the record.
ALTER TABLE question ADD COLUMN retired_at BIGINT;

-- Its author's own word, where the committee is one person.
ALTER TABLE question_review ADD COLUMN alone BOOLEAN NOT NULL DEFAULT FALSE;

-- Who has read a question in the bank, and when first: they know what will be asked.
CREATE TABLE question_seen (
    question_id TEXT NOT NULL REFERENCES question (id),
    member_id TEXT NOT NULL REFERENCES member (id),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (question_id, member_id)
);

CREATE INDEX contest_participant_member ON contest_participant (member_id);
