INSERT INTO member_detail (member_id, gender, joined, official_on, position, birth, card, phone, note, card_mark) VALUES
    ('01900000-0000-7000-8000-000000000011', 'female', '03/02/2001', '2002', 'Bí thư', NULL, NULL, NULL, NULL, NULL);
