// What the projector makes of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { start } from '../../../web/js/desk.js';
import { PLACES, announcement, board, calledOut, podium, shortHash } from '../../../web/js/wall.js';

const leader = (name, place) => ({ place, name, unit: 'U', score: 1000, elapsed: 1 });

test('each line knows where it stood on the board before', () => {
  const before = [leader('An', 1), leader('Bình', 2), leader('Chi', 3)];
  const rows = board([leader('Chi', 1), leader('An', 2), leader('Dũng', 3)], before);
  assert.deepEqual(rows.map((row) => row.from), [2, 0, null]);
  assert.deepEqual(rows.map((row) => row.moved), ['▲ 2', '▼ 1', '']);
});

test('people of the same name in one unit are two lines', () => {
  const rows = board([leader('An', 1), leader('An', 1)], []);
  assert.equal(new Set(rows.map((row) => row.key)).size, 2);
});

test('no more lines than fit on the wall', () => {
  const many = Array.from({ length: 20 }, (_, k) => leader('N' + k, k + 1));
  assert.equal(board(many, []).length, PLACES);
  assert.equal(podium(many).rest.length, PLACES - 3);
});

test('the first stands in the middle, with whoever there is', () => {
  const names = (leaders) => podium(leaders).steps.map(({ name }) => name);
  assert.deepEqual(names([leader('An', 1), leader('Bình', 2), leader('Chi', 3)]), ['Bình', 'An', 'Chi']);
  assert.deepEqual(names([leader('An', 1)]), ['An']);
  assert.deepEqual(names([]), []);
});

test('a notice is said large for a while', () => {
  const desk = { ...start(), notices: [{ at: 1_000, text: 'Câu 1 đã được hủy.' }] };
  assert.equal(announcement(desk, 5_000), 'Câu 1 đã được hủy.');
  assert.equal(announcement(desk, 60_000), '');
});

test('a code is called out in two halves, and a head is compared in fours', () => {
  assert.equal(calledOut('J8AXWR'), 'J8A XWR');
  assert.equal(shortHash('a'.repeat(64)), Array(8).fill('aaaa').join(' '));
});
