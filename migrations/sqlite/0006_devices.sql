-- How people keep coming in: a secret of their own, devices that stay signed in, links of three kinds.

ALTER TABLE sign_in_link ADD COLUMN kind TEXT NOT NULL DEFAULT 'once';

UPDATE sign_in_link SET kind = 'open' WHERE reusable;

ALTER TABLE sign_in_link DROP COLUMN reusable;

-- Of the cookie that renews a device's token; a session without one ends with its token.
ALTER TABLE session ADD COLUMN renewal_hash TEXT;

-- What the device called itself when it signed in.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';

ALTER TABLE session ADD COLUMN seen_at BIGINT;

CREATE UNIQUE INDEX session_renewal_hash_key ON session (renewal_hash);

-- A `pin` or a `password`, as an Argon2id hash with its parameters.
CREATE TABLE credential (
    member_id TEXT NOT NULL PRIMARY KEY REFERENCES member (id),
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL
);

-- Devices on which somebody has proved who they are: a stranger's wrong attempts never lock these out.
CREATE TABLE known_device (
    member_id TEXT NOT NULL REFERENCES member (id),
    device_hash TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (member_id, device_hash)
);
