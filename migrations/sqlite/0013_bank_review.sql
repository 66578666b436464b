-- What contests taught about the questions they asked: computed from their journals, kept so that a bank of thousands
-- is read without replaying years of contests.

-- Up to which entry of its journal a contest has been looked at.
CREATE TABLE contest_evaluation (
    contest_id TEXT NOT NULL PRIMARY KEY REFERENCES contest (id),
    seq BIGINT NOT NULL
);

CREATE TABLE question_lesson (
    contest_id TEXT NOT NULL REFERENCES contest (id),
    question_id TEXT NOT NULL REFERENCES question (id),
    body TEXT NOT NULL,
    PRIMARY KEY (contest_id, question_id)
);

CREATE INDEX question_lesson_question ON question_lesson (question_id);
