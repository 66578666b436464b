INSERT INTO draft (id, kind, unit_id, member_id, version, body, saved_at) VALUES
    ('01900000-0000-7000-8000-000000000091', 'question', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000011', 3, '{"stem":"Năm nào?"}', 1769900005000);
