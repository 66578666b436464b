-- Pictures in questions: the bytes once, under their hash; who brought one; and which questions show it.

CREATE TABLE question_image (
    -- SHA-256 of the bytes.
    hash TEXT NOT NULL PRIMARY KEY,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- Whoever brought a picture sees it before any question shows it.
CREATE TABLE question_image_upload (
    hash TEXT NOT NULL REFERENCES question_image (hash),
    member_id TEXT NOT NULL REFERENCES member (id),
    uploaded_at BIGINT NOT NULL,
    PRIMARY KEY (hash, member_id)
);

-- In any of its revisions.
CREATE TABLE question_image_use (
    hash TEXT NOT NULL REFERENCES question_image (hash),
    question_id TEXT NOT NULL REFERENCES question (id),
    PRIMARY KEY (hash, question_id)
);
