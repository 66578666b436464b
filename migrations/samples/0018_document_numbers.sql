INSERT INTO document_settings (unit_id, settings) VALUES
    ('01900000-0000-7000-8000-000000000002', '{"phrases":{"unit":"CHI BỘ TRƯỜNG TIỂU HỌC","symbol":"CB"},"recipients":["Đảng ủy xã"],"figures":{"line":19}}');

INSERT INTO issued_document (contest_id, kind, unit_id, term, number, issued_on) VALUES
    ('01900000-0000-7000-8000-000000000051', 'announcement', '01900000-0000-7000-8000-000000000002', '2025-2030', 5, '2026-02-06'),
    ('01900000-0000-7000-8000-000000000051', 'report', '01900000-0000-7000-8000-000000000002', '2025-2030', NULL, NULL);

INSERT INTO prize (contest_id, number, kind, value, handed_by, handed_on) VALUES
    ('01900000-0000-7000-8000-000000000051', 1, '01 cuốn sách', 50000, 'Đồng chí Bí thư', '2026-02-06');
