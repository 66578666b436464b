INSERT INTO question_image (hash, width, height, bytes, created_at) VALUES
    ('b04f3ee8f5e43fa3b162981b50bb72fe1acabb33fdf5a0ac5e0a4d0d6a1a4a17', 640, 480, 'JPEG', 1769900006000);

INSERT INTO question_image_upload (hash, member_id, uploaded_at) VALUES
    ('b04f3ee8f5e43fa3b162981b50bb72fe1acabb33fdf5a0ac5e0a4d0d6a1a4a17', '01900000-0000-7000-8000-000000000011', 1769900006000);

INSERT INTO question_image_use (hash, question_id) VALUES
    ('b04f3ee8f5e43fa3b162981b50bb72fe1acabb33fdf5a0ac5e0a4d0d6a1a4a17', '01900000-0000-7000-8000-000000000041');
