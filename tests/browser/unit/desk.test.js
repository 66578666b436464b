// The host's desk and the projector: which step comes next, and what is shown meanwhile.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask, counts, course, isRunning, reduce, start } from '../../../web/js/desk.js';
import { nextStep } from '../../../web/js/steps.js';

const question = (index = 0, more = {}) => ({
  type: 'question',
  index,
  of: 2,
  id: 'q' + index,
  text: 'Câu ' + index,
  options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }],
  multiple: false,
  now: 0,
  closes_at: 30_000,
  limit: 30_000,
  ...more,
});
const welcome = (state) => ({
  type: 'welcome',
  protocol: 'khacsau.v1',
  contest: { id: 'c', title: 'T', mode: 'live', questions: 2, rules_url: '/rules' },
  you: { name: 'Mai', unit: '', ranked: false, order: [], time_factor: 100 },
  now: 0,
  state,
});
const lobby = { type: 'lobby', present: 2, eligible: 3 };
const closed = (index) => ({ type: 'closed', index });
const revealed = (index) => ({
  type: 'revealed',
  index,
  correct: ['b'],
  explanation: '',
  source: '',
  distribution: [{ id: 'b', count: 5 }],
});
const standings = (index) => ({ type: 'standings', index, of: 3, score: 0, elapsed: 0, yours: null });
const leaders = { type: 'leaders', top: [{ place: 1, name: 'An', unit: 'U', score: 1000, elapsed: 1 }] };
const finished = { type: 'finished', results_url: '/r', standing: 'finished' };

const play = (...messages) => messages.reduce((desk, message) => reduce(desk, message, 5), start());
const commandOf = (desk) => {
  const step = nextStep(desk);
  return step && step.command;
};

test('one key leads through the whole contest', () => {
  const steps = [
    [welcome({ type: 'scheduled' }), 'lobby'],
    [lobby, 'open'],
    [{ type: 'get_ready', index: 0, opens_at: 1 }, 'open'],
    [question(0), 'lock'],
    [closed(0), 'reveal'],
    [revealed(0), 'next'],
    [standings(0), 'open'],
    [{ type: 'get_ready', index: 1, opens_at: 1 }, 'open'],
    [question(1), 'lock'],
    [closed(1), 'reveal'],
    [revealed(1), 'next'],
    [standings(1), 'next'],
    [finished, 'confirm'],
  ];
  let desk = start();
  assert.equal(nextStep(desk), null);
  for (const [message, command] of steps) {
    desk = reduce(desk, message, 0);
    assert.equal(commandOf(desk), command, 'after ' + message.type);
  }
});

test('after the end: confirmed, then published, then nothing more', () => {
  let desk = play(welcome(finished), { ...finished, standing: 'confirmed' });
  assert.equal(commandOf(desk), 'publish');
  desk = reduce(desk, { ...finished, standing: 'published' }, 0);
  assert.equal(nextStep(desk), null);
});

test('the projector sees the standings when only the leaders are sent', () => {
  const desk = play(welcome(lobby), question(0), revealed(0), leaders);
  assert.equal(desk.phase, 'standings');
  assert.equal(desk.leaders[0].name, 'An');
});

test('a question voided in its countdown leads to the standings', () => {
  const desk = play(welcome(lobby), { type: 'get_ready', index: 0, opens_at: 1 }, leaders);
  assert.equal(desk.phase, 'standings');
});

test('leaders sent at the end do not take the end away', () => {
  assert.equal(play(welcome(finished), leaders).phase, 'finished');
});

test('a desk opened during the last standings knows that no question follows', () => {
  assert.equal(commandOf(play(welcome(standings(1)))), 'next');
});

test('a refusal tells a desk that the questions further on are void', () => {
  let desk = ask(play(welcome(standings(0))), 'open');
  assert.equal(commandOf(desk), 'open');
  desk = reduce(desk, { type: 'rejected', command: 'open', reason: 'no_question_left' }, 0);
  assert.equal(commandOf(desk), 'next');
  assert.deepEqual(desk.notices, []);
});

test('any other refusal is told in words, and the step can be tried again', () => {
  const desk = reduce(ask(play(welcome(lobby)), 'open'), { type: 'rejected', command: 'open', reason: 'wrong_phase' }, 7);
  assert.equal(desk.asked, null);
  assert.equal(desk.notices[0].at, 7);
  assert.match(desk.notices[0].text, /mở câu hỏi/);
});

test('a command is on its way until the room has moved', () => {
  const asked = ask(play(welcome(lobby)), 'open');
  assert.equal(reduce(asked, { type: 'progress', answered: 0, present: 3 }, 0).asked, 'open');
  assert.equal(reduce(asked, { type: 'get_ready', index: 0, opens_at: 1 }, 0).asked, null);
});

test('an extension moves the bar of this question only', () => {
  const desk = play(welcome(lobby), question(0));
  assert.equal(reduce(desk, { type: 'deadline', question: 'q0', closes_at: 45_000 }, 0).question.closesAt, 45_000);
  assert.equal(reduce(desk, { type: 'deadline', question: 'q1', closes_at: 45_000 }, 0), desk);
});

test('opened again after the close, the desk goes on without the text', () => {
  const desk = play(welcome(revealed(1)));
  assert.equal(desk.question, null);
  assert.equal(commandOf(desk), 'next');
  const stale = play(welcome(lobby), question(0), welcome(closed(1)));
  assert.equal(stale.question, null, 'the question before is not shown as this one');
});

test('the course says of every question where it stands', () => {
  const rows = course(play(welcome(lobby), question(0), closed(0), question(1)));
  assert.deepEqual(rows.map((row) => row.state), ['Đã xong', 'Đang mở']);
  assert.deepEqual(rows.map((row) => row.here), [false, true]);
  assert.deepEqual(course(play(welcome(finished))).map((row) => row.state), ['Đã xong', 'Đã xong']);
  assert.deepEqual(course(play(welcome(lobby))).map((row) => row.state), ['Chưa mở', 'Chưa mở']);
});

test('the distribution follows the options shown, nobody counted as none', () => {
  assert.deepEqual(counts(revealed(0), ['a', 'b']), [0, 5]);
  assert.deepEqual(counts(null, ['a']), [0]);
});

test('a pause offers to go on, and ends where it began', () => {
  const paused = play(welcome(lobby), question(0), closed(0), { type: 'paused', reason: 'host' });
  assert.equal(commandOf(paused), 'resume');
  assert.equal(isRunning(paused), true);
  assert.equal(commandOf(reduce(paused, { type: 'resumed' }, 0)), 'reveal');
});

test('a question paused while open, without a reserve, leads to the standings', () => {
  const paused = play(welcome(lobby), question(0), { type: 'paused', reason: 'host', text: '' });
  const desk = reduce(reduce(paused, { type: 'resumed' }, 0), leaders, 0);
  assert.equal(desk.phase, 'standings');
});

test('a new question starts counting answers anew, a resync of the same one does not', () => {
  const answered = play(welcome(lobby), question(0), { type: 'progress', answered: 2, present: 3 });
  assert.equal(reduce(answered, welcome(question(0)), 0).answered, 2);
  assert.equal(reduce(answered, question(1), 0).answered, 0);
});

const asked = (index) => ({ type: 'asked', index, of: 2, id: 'q' + index, text: 'Câu ' + index, options: [{ id: 'a', text: 'A' }], multiple: false });

test('opened again after the close, the desk is told what had been asked', () => {
  const desk = play(welcome(revealed(1)), asked(1));
  assert.equal(desk.question.text, 'Câu 1');
  assert.equal(desk.phase, 'revealed');
  const kept = play(welcome(lobby), question(0), closed(0), asked(0));
  assert.equal(kept.question.closesAt, 30_000, 'what it heard itself it keeps');
});

test('the standings remember the board before, so that lines can move', () => {
  const next = { type: 'leaders', top: [{ place: 1, name: 'Bình', unit: 'U', score: 2000, elapsed: 1 }] };
  let desk = play(welcome(lobby), question(0), revealed(0), leaders, question(1), revealed(1), next);
  assert.deepEqual(desk.before.map((leader) => leader.name), ['An']);
  desk = reduce(desk, next, 0);
  assert.deepEqual(desk.before.map((leader) => leader.name), ['An'], 'told again, nothing moves');
});

test('attendance adds up, and a new question takes back who has answered', () => {
  const line = (number, more = {}) => ({ number, here: true, answered: false, hidden: false, joined: true, ...more });
  const roster = { type: 'roster', units: ['Chi bộ 1'], people: [] };
  let desk = play(welcome(lobby), roster, { type: 'attendance', index: 0, people: [line(1, { answered: true }), line(2)] });
  desk = reduce(desk, { type: 'attendance', index: 0, people: [line(2, { here: false })] }, 0);
  assert.equal(desk.attendance[1].answered, true);
  assert.equal(desk.attendance[2].here, false);
  desk = reduce(desk, { type: 'attendance', index: 1, people: [] }, 0);
  assert.equal(desk.attendance[1].answered, false);
  assert.equal(desk.attendance[1].here, true);
});

test('the course says which questions are void, and which were never asked', () => {
  const lead = { type: 'desk', driving: true, hosts: [], screens: 0, pacing: 'host', course: ['void', 'ahead'], setup: {} };
  assert.deepEqual(course(play(welcome(standings(0)), lead)).map((row) => row.kind), ['void', 'ahead']);
  assert.deepEqual(course(play(welcome(finished), lead)).map((row) => row.state), ['Đã hủy, không tính điểm', 'Không hỏi']);
});
