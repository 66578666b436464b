-- How people come in: a link on a card or a screen, then a session on a device.

CREATE TABLE sign_in_link (
    -- Of the token in the link, in lower-case hexadecimal; the token itself is never stored.
    token_hash TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES member (id),
    reusable BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX sign_in_link_member ON sign_in_link (member_id);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES member (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX session_member ON session (member_id);

CREATE INDEX session_expiry ON session (expires_at) WHERE revoked_at IS NULL;
