INSERT INTO season_contest (contest_id, seq, year, month) VALUES
    ('01900000-0000-7000-8000-000000000051', 1, 2026, 2);

INSERT INTO season_result (member_id, contest_id, unit_id, year, month, footing, taken, place, points, elapsed) VALUES
    ('01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000002', 2026, 2, 'ranked', TRUE, 1, 875, 90300),
    ('01900000-0000-7000-8000-000000000012', '01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000002', 2026, 2, 'insider', TRUE, NULL, 1000, 60000);

INSERT INTO season_unit_result (unit_id, contest_id, year, month, eligible, completed, ranked, points) VALUES
    ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000051', 2026, 2, 2, 2, 1, 875);

INSERT INTO season_rule (unit_id, year, rule) VALUES
    ('01900000-0000-7000-8000-000000000002', 2026, '{"measure":{"best":8},"insiders_count":false,"least":1,"unit_threshold":70}');

INSERT INTO season_board (unit_id, period, member_id, home_id, value, firsts, taken, haste, newest) VALUES
    ('01900000-0000-7000-8000-000000000002', 20260, '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000002', 875, 1, 1, -90300, 2),
    ('01900000-0000-7000-8000-000000000002', 20261, '01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000002', 875, 1, 1, -90300, 2);

INSERT INTO season_step (unit_id, period, value, members) VALUES
    ('01900000-0000-7000-8000-000000000002', 20260, 875, 1),
    ('01900000-0000-7000-8000-000000000002', 20261, 875, 1);
