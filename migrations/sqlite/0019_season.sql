-- Seasons: what published contests say of each person, and the boards that follow from it. All of it can be computed
-- again from the journals and who stands behind their numbers.

-- With whom somebody took part: whatever the unit is called later, and wherever they go.
ALTER TABLE contest_participant ADD COLUMN unit_id TEXT REFERENCES unit (id);

UPDATE contest_participant SET unit_id = COALESCE(
    (
        SELECT membership.unit_id FROM membership
        JOIN journal ON journal.contest_id = contest_participant.contest_id AND journal.kind = 'lobby_opened'
        LEFT JOIN unit_version
            ON unit_version.unit_id = membership.unit_id AND unit_version.name = contest_participant.unit_name
        WHERE membership.member_id = contest_participant.member_id
          AND membership.since <= journal.at AND (membership.ended_at IS NULL OR journal.at < membership.ended_at)
        ORDER BY CASE WHEN unit_version.unit_id IS NULL THEN 1 ELSE 0 END, membership.attendance
        LIMIT 1
    ),
    (SELECT contest.unit_id FROM contest WHERE contest.id = contest_participant.contest_id)
);

-- Contests whose newest publication has been entered.
CREATE TABLE season_contest (
    contest_id TEXT NOT NULL PRIMARY KEY REFERENCES contest (id),
    -- The journal's entry that published it.
    seq BIGINT NOT NULL,
    year BIGINT NOT NULL,
    month BIGINT NOT NULL
);

CREATE TABLE season_result (
    member_id TEXT NOT NULL REFERENCES member (id),
    contest_id TEXT NOT NULL REFERENCES contest (id),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    year BIGINT NOT NULL,
    month BIGINT NOT NULL,
    footing TEXT NOT NULL,
    taken BOOLEAN NOT NULL,
    place BIGINT,
    -- Hundredths.
    points BIGINT NOT NULL,
    -- Milliseconds.
    elapsed BIGINT NOT NULL,
    PRIMARY KEY (member_id, contest_id),
    CONSTRAINT season_result_footing_check CHECK (footing IN ('ranked', 'insider', 'excused', 'exempt'))
) WITHOUT ROWID;

CREATE INDEX season_result_contest ON season_result (contest_id);

CREATE TABLE season_unit_result (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    contest_id TEXT NOT NULL REFERENCES contest (id),
    year BIGINT NOT NULL,
    month BIGINT NOT NULL,
    eligible BIGINT NOT NULL,
    completed BIGINT NOT NULL,
    ranked BIGINT NOT NULL,
    -- Hundredths of all who had a place.
    points BIGINT NOT NULL,
    PRIMARY KEY (unit_id, contest_id)
);

CREATE INDEX season_unit_result_contest ON season_unit_result (contest_id);

-- By which rule a unit's season adds up, as JSON; a unit without one has the usual rule.
CREATE TABLE season_rule (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    year BIGINT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (unit_id, year)
);

-- One member on the board of one unit. Whoever is greater in value, firsts, taken and haste, in this order, is before.
CREATE TABLE season_board (
    unit_id TEXT NOT NULL,
    -- Ten times the year, and 0 for all of it or 1 to 4 for a quarter.
    period BIGINT NOT NULL,
    member_id TEXT NOT NULL,
    -- Where the member belongs.
    home_id TEXT NOT NULL,
    value BIGINT NOT NULL,
    firsts BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    haste BIGINT NOT NULL,
    -- The newest month that counts for the member, and what was before it.
    newest BIGINT NOT NULL,
    value_before BIGINT,
    firsts_before BIGINT,
    taken_before BIGINT,
    haste_before BIGINT,
    PRIMARY KEY (unit_id, period, member_id)
) WITHOUT ROWID;

CREATE INDEX season_board_order ON season_board (unit_id, period, value, firsts, taken, haste, newest);

CREATE INDEX season_board_before
    ON season_board (unit_id, period, newest, value_before, firsts_before, taken_before, haste_before);

CREATE INDEX season_board_member ON season_board (member_id, period);

-- How many stand on each value: a place is a sum over the values above and a look at those who are equal.
CREATE TABLE season_step (
    unit_id TEXT NOT NULL,
    period BIGINT NOT NULL,
    value BIGINT NOT NULL,
    members BIGINT NOT NULL,
    PRIMARY KEY (unit_id, period, value)
) WITHOUT ROWID;

CREATE INDEX season_step_empty ON season_step (members) WHERE members = 0;

-- Whose boards are about to be written anew: empty outside a transaction.
CREATE TABLE season_due (
    member_id TEXT NOT NULL PRIMARY KEY
);
