INSERT INTO plan_period (unit_id, year, period, theme, planned_on) VALUES
    ('01900000-0000-7000-8000-000000000002', 2026, 'm02', 'Học tập và làm theo', '2026-02-05'),
    ('01900000-0000-7000-8000-000000000002', 2026, 'q1', 'Quy định về những điều đảng viên không được làm', NULL);

INSERT INTO plan_document (unit_id, year, period, document_id) VALUES
    ('01900000-0000-7000-8000-000000000002', 2026, 'q1', '01900000-0000-7000-8000-000000000033');

INSERT INTO contest_preparation (contest_id, theme, place, year, period) VALUES
    ('01900000-0000-7000-8000-000000000051', 'Học tập và làm theo', 'Phòng họp', 2026, 'm02');

INSERT INTO contest_reading (contest_id, document_id) VALUES
    ('01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000032');
