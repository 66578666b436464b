INSERT INTO question_import (id, unit_id, member_id, file, imported_at) VALUES
    ('01900000-0000-7000-8000-000000000141', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000011', 'Câu hỏi tháng 3.docx', 1769900006000);

INSERT INTO question (id, unit_id, document_id, topic, state, import_id) VALUES
    ('01900000-0000-7000-8000-000000000142', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000032', 'Học tập', 'draft', '01900000-0000-7000-8000-000000000141');

INSERT INTO question_revision (question_id, number, author_id, body, created_at) VALUES
    ('01900000-0000-7000-8000-000000000142', 1, '01900000-0000-7000-8000-000000000011', '{"kind":"true_false","stem":"Chi bộ họp thường lệ mỗi tháng một lần.","options":[{"text":"Đúng","correct":true},{"text":"Sai","correct":false}],"explanation":"","source":"Điều lệ Đảng","limit":null,"keep_order":true}', 1769900006000);
