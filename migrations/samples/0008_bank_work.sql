INSERT INTO document (id, unit_id, symbol, issued_on, issuer, title, superseded_by, link, reading) VALUES
    ('01900000-0000-7000-8000-000000000033', '01900000-0000-7000-8000-000000000001', '207-QĐ/TW', '2026-07-26', 'Ban Chấp hành Trung ương', 'Về những điều đảng viên không được làm', NULL, 'https://example.vn/207', 'Điều 1. Đảng viên không được làm trái.');

UPDATE document SET superseded_on = '2026-07-26', successor_id = '01900000-0000-7000-8000-000000000033'
WHERE id = '01900000-0000-7000-8000-000000000031';

INSERT INTO question (id, unit_id, document_id, topic, state, difficulty, retired_at) VALUES
    ('01900000-0000-7000-8000-000000000042', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000032', 'Học tập', 'approved', 'easy', 1769900004000);

INSERT INTO question_revision (question_id, number, author_id, body, created_at) VALUES
    ('01900000-0000-7000-8000-000000000042', 1, '01900000-0000-7000-8000-000000000011', '{"kind":"true_false","stem":"Chỉ thị 05-CT/TW do Bộ Chính trị ban hành.","options":[{"text":"Đúng","correct":true},{"text":"Sai","correct":false}],"explanation":"","source":"Chỉ thị 05-CT/TW","limit":null,"keep_order":true}', 1769900000000);

INSERT INTO question_review (question_id, revision_number, reviewer_id, reviewed_at, approved, comment, alone) VALUES
    ('01900000-0000-7000-8000-000000000042', 1, '01900000-0000-7000-8000-000000000011', 1769900003000, TRUE, '', TRUE);

INSERT INTO question_seen (question_id, member_id, seen_at) VALUES
    ('01900000-0000-7000-8000-000000000041', '01900000-0000-7000-8000-000000000012', 1769900001000);
