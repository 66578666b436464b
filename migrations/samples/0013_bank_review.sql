INSERT INTO contest_evaluation (contest_id, seq) VALUES
    ('01900000-0000-7000-8000-000000000051', 1);

INSERT INTO question_lesson (contest_id, question_id, body) VALUES
    ('01900000-0000-7000-8000-000000000051', '01900000-0000-7000-8000-000000000041', '{"revision":{"kind":"true_false","stem":"Chỉ thị 05-CT/TW ban hành năm 2016.","options":[{"text":"Đúng","correct":true},{"text":"Sai","correct":false}],"explanation":"Ban hành ngày 15/5/2016.","source":"Chỉ thị 05-CT/TW","limit":null,"keep_order":true},"contests":1,"asked":2,"answered":2,"right":1,"time":12000,"options":[{"chosen":1,"by_strong":0},{"chosen":1,"by_strong":0}],"strong":{"right":0,"of":0},"weak":{"right":0,"of":0}}');
