-- Who decided, confirmed or published: outside the chain, so that it can be erased.

CREATE TABLE contest_actor (
    contest_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    member_id TEXT NOT NULL REFERENCES member (id),
    PRIMARY KEY (contest_id, seq),
    FOREIGN KEY (contest_id, seq) REFERENCES journal (contest_id, seq)
);

CREATE INDEX contest_actor_member ON contest_actor (member_id);
