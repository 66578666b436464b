INSERT INTO contest (id, unit_id, code, title, starts_at, created_at, seed) VALUES
    ('01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000002', '482913', 'Khắc sâu tháng 2', 1770253200000, 1769900003000, '3333333333333333333333333333333333333333333333333333333333333333');

INSERT INTO contest_candidate (contest_id, position, question_id, salt, revision, insiders) VALUES
    ('01900000-0000-7000-8000-000000000051', 0, '01900000-0000-7000-8000-000000000041', '4444444444444444444444444444444444444444444444444444444444444444', '{"kind":"true_false","stem":"Chỉ thị 05-CT/TW ban hành năm 2016.","options":[{"text":"Đúng","correct":true},{"text":"Sai","correct":false}],"explanation":"Ban hành ngày 15/5/2016.","source":"Chỉ thị 05-CT/TW","limit":null,"keep_order":true}', '["01900000-0000-7000-8000-000000000011","01900000-0000-7000-8000-000000000012"]');

INSERT INTO contest_participant (contest_id, number, member_id, name, unit_name, reason) VALUES
    ('01900000-0000-7000-8000-000000000051', 1, '01900000-0000-7000-8000-000000000012', 'Trần Văn Bình', 'Chi bộ Trường Tiểu học Long Trị A1', 'insider'),
    ('01900000-0000-7000-8000-000000000051', 2, '01900000-0000-7000-8000-000000000011', 'Nguyễn Thị An', 'Chi bộ Trường Tiểu học Long Trị A1', NULL);

INSERT INTO contest_extra_time (contest_id, member_id, percent) VALUES
    ('01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000012', 125);
