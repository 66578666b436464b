INSERT INTO document (id, unit_id, symbol, issued_on, issuer, title, superseded_by) VALUES
    ('01900000-0000-7000-8000-000000000031', '01900000-0000-7000-8000-000000000001', '37-QĐ/TW', '2021-10-25', 'Ban Chấp hành Trung ương', 'Về những điều đảng viên không được làm', '207-QĐ/TW'),
    ('01900000-0000-7000-8000-000000000032', '01900000-0000-7000-8000-000000000002', '05-CT/TW', '2016-05-15', 'Bộ Chính trị', 'Về đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh', NULL);

INSERT INTO question (id, unit_id, document_id, topic, state) VALUES
    ('01900000-0000-7000-8000-000000000041', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000032', 'Học tập', 'approved');

INSERT INTO question_revision (question_id, number, author_id, body, created_at) VALUES
    ('01900000-0000-7000-8000-000000000041', 1, '01900000-0000-7000-8000-000000000011', '{"kind":"true_false","stem":"Chỉ thị 05-CT/TW ban hành năm 2016.","options":[{"text":"Đúng","correct":true},{"text":"Sai","correct":false}],"explanation":"Ban hành ngày 15/5/2016.","source":"Chỉ thị 05-CT/TW","limit":null,"keep_order":true}', 1769900000000);

INSERT INTO question_review (question_id, revision_number, reviewer_id, reviewed_at, approved, comment) VALUES
    ('01900000-0000-7000-8000-000000000041', 1, '01900000-0000-7000-8000-000000000012', 1769900002000, TRUE, '');
