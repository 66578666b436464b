// The review and the receipts, as a member reads them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reduce, start } from '../../../web/js/game.js';
import { chosenLetters, outcome, outcomeText, receiptText } from '../../../web/js/paper.js';

const AT = Date.UTC(2026, 10, 22, 1, 14, 27);

const lived = (more = {}) => ({
  question: {
    index: 0,
    of: 2,
    id: 'q0',
    text: 'Ai ban hành?',
    options: ['a', 'b', 'c'].map((id) => ({ id, text: id })),
    multiple: true,
    openedAt: AT - 4000,
    closesAt: AT + 26_000,
  },
  chosen: ['c', 'a'],
  receipt: { question: 'q0', options: ['c', 'a'], at: AT, seq: 41, hash: 'abcd' },
  reveal: { type: 'revealed', index: 0, correct: ['a', 'c'], source: 'KL 01', distribution: [] },
  ...more,
});

test('an answer is right when its set is the set of right options', () => {
  assert.equal(outcome(lived()), 'right');
  assert.equal(outcome(lived({ chosen: ['a'] })), 'wrong');
  assert.equal(outcome(lived({ chosen: ['a', 'b', 'c'] })), 'wrong');
  assert.equal(outcome(lived({ chosen: [] })), 'none');
  assert.equal(outcome(lived({ reveal: null })), 'unknown');
  assert.equal(outcomeText(lived({ reveal: null })), 'Chưa công bố đáp án');
});

test('letters are those this phone showed', () => {
  assert.equal(chosenLetters(lived()), 'A, C');
});

test('the receipts are a text with everything needed to find the answers in the record', () => {
  const welcome = {
    type: 'welcome',
    protocol: 'khacsau.v1',
    contest: { id: 'c-1', title: 'T', mode: 'live', questions: 2, question_limit: 30_000, allowance_max: 600, rules_url: '/' },
    you: { name: 'Nguyễn Văn An', unit: 'Chi bộ 1', ranked: true, order: [], time_factor: 100 },
    now: AT,
    state: { type: 'lobby', present: 1, eligible: 1, starts_at: AT },
  };
  const view = {
    ...reduce(start(), welcome),
    paper: [lived(), lived({ question: { ...lived().question, index: 1, id: 'q1' }, chosen: [], receipt: null })],
    witness: { type: 'checkpoint', seq: 44, hash: 'eeff', signature: '0099' },
  };
  const text = receiptText(view, 'Tháng 11');
  for (const part of ['Tháng 11', 'Chi bộ 1', 'Nguyễn Văn An', 'c-1', 'Đã chọn A, C, ghi nhận lúc 08:14:27', '41', 'abcd', '44', 'eeff', '0099']) {
    assert.ok(text.includes(part), part);
  }
  assert.match(text, /Câu 2: .*\nKhông có biên nhận trên máy này/);
});
