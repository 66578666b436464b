-- What is known of members beside name and unit, all of it optional. National id numbers are never among it.

CREATE TABLE member_detail (
    member_id TEXT NOT NULL PRIMARY KEY REFERENCES member (id),
    gender TEXT,
    -- Dates in part are `1960` or `05/1960`.
    joined TEXT,
    official_on TEXT,
    position TEXT,
    -- Sealed with the installation's data.key, each bound to its member and column.
    birth TEXT,
    card TEXT,
    phone TEXT,
    note TEXT,
    -- A keyed hash: a card number has one holder, and is found without being read.
    card_mark TEXT,
    CONSTRAINT member_detail_gender_check CHECK (gender IN ('male', 'female'))
);

CREATE UNIQUE INDEX member_detail_card_mark_key ON member_detail (card_mark);
