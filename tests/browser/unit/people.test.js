// Who is here, what is still to be done, and what happened to whom.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reduce, start } from '../../../web/js/desk.js';
import { advice, byName, byUnit, checklist, extraTime, incidentText, photoFinishText } from '../../../web/js/people.js';

const person = (number, name, unit = 0, more = {}) => ({ number, name, unit, time_factor: 100, ranked: true, ...more });
const line = (number, more = {}) => ({ number, here: true, answered: false, hidden: false, joined: true, ...more });
const setup = { pool: 20, questions: 5, drawn: true, sealed: true, lobby_at: 0, question_limit: 30_000, allowance_max: 600, host_absence: 60_000, prize_places: 1 };
const lead = (more = {}, screens = 1) => ({ type: 'desk', driving: true, hosts: [], screens, pacing: 'host', course: [], setup: { ...setup, ...more } });
const lobby = { type: 'lobby', present: 1, eligible: 3, starts_at: 0 };
const roster = {
  type: 'roster',
  units: ['Chi bộ Hai', 'Chi bộ Ba'],
  people: [
    person(1, 'Trần Thị Bình'),
    person(2, 'Lê Văn Ánh'),
    person(3, 'Đỗ Thị Ân', 1, { excuse: 'ill', ranked: false }),
    person(4, 'Vũ Minh Đức', 1, { excuse: 'exempt', ranked: false }),
    person(5, 'Phạm Hữu Yên', 1, { time_factor: 125 }),
  ],
};
const play = (...messages) => messages.reduce((desk, message) => reduce(desk, message, 5), start());

test('names are ordered by the given name, with its marks', () => {
  const names = ['Trần Thị Bình', 'Lê Văn Ánh', 'Đỗ Thị Ân', 'Nguyễn Văn An'].map((name) => ({ name, note: '' }));
  assert.deepEqual(names.sort(byName).map(({ name }) => name), ['Nguyễn Văn An', 'Lê Văn Ánh', 'Đỗ Thị Ân', 'Trần Thị Bình']);
});

test('each unit counts who is expected, who is here and who has answered', () => {
  const attendance = { type: 'attendance', index: 0, people: [line(1, { answered: true }), line(5, { here: false })] };
  const [three, two] = byUnit(play(lobby, roster, attendance));
  assert.deepEqual([two.unit, two.expected, two.present, two.answered], ['Chi bộ Hai', 2, 1, 1]);
  assert.deepEqual(two.missing, [{ name: 'Lê Văn Ánh', note: 'chưa vào' }]);
  assert.deepEqual([three.unit, three.expected], ['Chi bộ Ba', 2], 'whoever is exempt is not expected, whoever is ill is');
  assert.deepEqual(three.missing.map((one) => one.note), ['chưa vào, ốm', 'mất kết nối, thêm 25 % thời gian']);
});

const states = (desk, expected = []) => checklist(desk, expected).map((check) => check.state);

test('before the start: what is done, and what is still to be done', () => {
  assert.deepEqual(states(play(lobby, roster, lead({}, 0))), ['done', 'done', 'todo', 'note', 'todo']);
  const everybody = { type: 'attendance', index: null, people: [line(1), line(2), line(3), line(5)] };
  assert.deepEqual(states(play(lobby, roster, lead(), everybody)), ['done', 'done', 'done', 'note', 'done']);
});

test('before the roster is frozen, it is told as it is now', () => {
  const desk = play({ type: 'scheduled', starts_at: 0 }, lead({ drawn: false }));
  const rows = checklist(desk, [{ unit: 'Chi bộ Hai', members: 12 }, { unit: 'Chi bộ Ba', members: 9 }]);
  assert.match(rows[1].advice, /21 đồng chí của 2 đơn vị/);
  assert.match(rows[0].advice, /đủ để bốc 5 câu/);
});

test('a bank that cannot serve the paper says what to do', () => {
  const rows = checklist(play({ type: 'scheduled', starts_at: 0 }, lead({ drawn: false, pool: 3 })), []);
  assert.equal(rows[0].state, 'todo');
  assert.match(rows[0].advice, /duyệt thêm/);
});

test('there is no checklist once it runs', () => {
  assert.deepEqual(checklist(play(lobby, lead(), { type: 'get_ready', index: 0, opens_at: 1 }), []), []);
});

test('incidents of one member are told once, with how often', () => {
  const lost = (at, name) => ({ at, kind: 'line_lost', name, unit: 'U', index: 0 });
  const rows = advice([lost(9, 'An'), lost(8, 'Bình'), lost(7, 'An')]);
  assert.deepEqual(rows.map((row) => [row.at, row.times]), [[9, 2], [8, 1]]);
  assert.match(rows[0].text, /^An \(câu 1\): mất kết nối/);
});

test('every kind of incident has words, and none of them blames', () => {
  for (const kind of ['line_lost', 'device_replaced', 'page_left', 'late', 'weak_line', 'claim_clipped']) {
    const text = incidentText({ at: 0, kind, name: 'An', unit: 'U', delay: 900, claim: 600, credited: 7800 });
    assert.ok(text.length > 20, kind);
    assert.doesNotMatch(text, /gian lận|vi phạm|undefined|NaN|!/, kind);
  }
});

test('extra time is noted beside them', () => {
  assert.deepEqual(extraTime(play(lobby, roster)), ['Phạm Hữu Yên được thêm 25 % thời gian mỗi câu.']);
});

test('a photo finish names the two and what the rule says', () => {
  const text = photoFinishText({ place: 1, gap: 120, reversed: false, people: [{ name: 'An', unit: 'U' }, { name: 'Bình', unit: 'U' }] });
  assert.match(text, /^An và Bình cùng điểm quanh hạng 1, chênh nhau 0,1 giây/);
  assert.match(text, /bí thư xem lại/);
});
