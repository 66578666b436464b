// What a host may do, and whose hands the contest is in.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reduce, start } from '../../../web/js/desk.js';
import { nextStep, pacingText, rareSteps, wheel } from '../../../web/js/steps.js';
import { reasonText } from '../../../web/js/words.js';

const setup = { pool: 20, questions: 3, drawn: true, sealed: true, lobby_at: 0, question_limit: 30_000, allowance_max: 600, host_absence: 60_000, prize_places: 1 };
const host = (name, more = {}) => ({ member: name, name, unit: 'U', driving: false, here: true, you: false, ...more });
const lead = (more = {}) => ({
  type: 'desk',
  driving: true,
  hosts: [host('Mai', { driving: true, you: true })],
  screens: 1,
  pacing: 'host',
  course: ['asked', 'ahead', 'ahead'],
  setup,
  ...more,
});
const welcome = (state) => ({
  type: 'welcome',
  protocol: 'khacsau.v1',
  contest: { id: 'c', title: 'T', mode: 'live', questions: 3, rules_url: '/rules' },
  you: { name: 'Mai', unit: '', ranked: false, order: [], time_factor: 100 },
  now: 0,
  state,
});
const open = { type: 'question', index: 0, of: 3, id: 'q', text: 'Q', options: [], multiple: false, now: 0, closes_at: 30_000, limit: 30_000 };
const standings = (index) => ({ type: 'standings', index, of: 3, score: 0, elapsed: 0, yours: null });
const play = (...messages) => messages.reduce((desk, message) => reduce(desk, message, 5), start());

test('the step after the standings passes over void questions, and knows when none is left', () => {
  assert.equal(nextStep(play(welcome(standings(0)), lead({ course: ['asked', 'void', 'ahead'] }))).label, 'Mở câu 3');
  assert.equal(nextStep(play(welcome(standings(0)), lead({ course: ['asked', 'void', 'void'] }))).command, 'next');
});

test('rare steps have keys of their own, and say what they will do', () => {
  const steps = rareSteps(play(welcome(open), lead()));
  assert.deepEqual(steps.map((step) => step.id), ['extend-15', 'extend-30', 'pause', 'void', 'end']);
  assert.equal(new Set(steps.map((step) => step.key)).size, steps.length);
  assert.ok(steps.every((step) => step.effect.length > 10));
});

test('what cannot be undone asks first; more time does not', () => {
  for (const step of rareSteps(play(welcome(open), lead()))) {
    assert.equal(Boolean(step.asks), !step.id.startsWith('extend'), step.id);
  }
});

test('any question that was asked can be voided, the present one first', () => {
  const later = rareSteps(play(welcome(standings(2)), lead({ course: ['asked', 'void', 'asked'] })));
  const step = later.find((rare) => rare.id === 'void');
  assert.deepEqual(step.asks.questions, [2, 0]);
  assert.deepEqual(step.message('câu sai', 0), { type: 'void_question', index: 0, reason: 'câu sai' });
  const none = rareSteps(play(welcome({ type: 'lobby', present: 0, eligible: 3, starts_at: 0 }), lead({ course: ['ahead'] })));
  assert.deepEqual(none.map((rare) => rare.id), ['pause', 'end']);
});

test('where each plays alone, a host can end it before its time, and steer nothing', () => {
  const window = (state) => {
    const met = welcome(state);
    return play({ ...met, contest: { ...met.contest, mode: 'window' } }, lead());
  };
  for (const state of [{ type: 'lobby', present: 0, eligible: 3, starts_at: 0 }, { type: 'waiting' }]) {
    const desk = window(state);
    assert.equal(nextStep(desk), null);
    assert.deepEqual(rareSteps(desk).map((rare) => rare.id), ['end']);
    assert.deepEqual(rareSteps(desk)[0].message('xong sớm', 0), { type: 'end', reason: 'xong sớm' });
  }
});

test('after the finish a question can still be voided, until the publication', () => {
  const over = (standing) => rareSteps(play(welcome({ type: 'finished', results_url: '/r', standing }), lead()));
  assert.deepEqual(over('finished').map((rare) => rare.id), ['void']);
  assert.deepEqual(over('published'), []);
});

test('one host drives, and each desk says who', () => {
  assert.equal(wheel(play(welcome(open), lead())).driving, true);
  const two = [host('Lan', { driving: true }), host('Mai', { you: true })];
  const watching = wheel(play(welcome(open), lead({ driving: false, hosts: two })));
  assert.equal(watching.driving, false);
  assert.match(watching.text, /^Lan đang điều khiển/);
  const lost = wheel(play(welcome(open), lead({ driving: false, hosts: [host('Lan', { driving: true, here: false }), host('Mai', { you: true })] })));
  assert.match(lost.text, /mất kết nối/);
  const driving = wheel(play(welcome(open), lead({ hosts: [host('Lan'), host('Mai', { driving: true, you: true })] })));
  assert.deepEqual(driving.others.map((other) => other.name), ['Lan']);
});

test('a hand-over is told in the notices, and the first driver is no news', () => {
  const mine = play(welcome(open), lead());
  assert.deepEqual(mine.notices, []);
  const theirs = reduce(mine, lead({ driving: false, hosts: [host('Lan', { driving: true }), host('Mai', { you: true })] }), 9);
  assert.equal(theirs.notices[0].text, 'Lan nhận bàn điều khiển.');
});

test('a host who was away is told that the room went on by itself', () => {
  assert.equal(pacingText(play(welcome(open), lead())), '');
  assert.match(pacingText(play(welcome(open), lead({ pacing: 'absent' }))), /vắng quá 60 giây/);
});

test('every refusal is told in words of its own', () => {
  assert.match(reasonText('not_driving'), /Nhận bàn điều khiển/);
  assert.notEqual(reasonText('no_such_host'), reasonText('something else'));
});
