// What becomes of unsaved work.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as keeper from '../../../web/js/keeping.js';
import { shelf } from '../../../web/js/shelf.js';

const clock = (at) => '08:14:' + at;

test('what is written is kept after a pause, and what is written meanwhile after that', () => {
  let keeping = keeper.keep(0, '');
  assert.deepEqual([keeper.nextTry(keeping), keeper.statusText(keeping, clock)], [null, '']);
  keeping = keeper.wrote(keeping, 'N');
  assert.ok(keeper.nextTry(keeping) > 0);
  keeping = keeper.wrote(keeper.sending(keeping), 'Nă');
  assert.equal(keeper.nextTry(keeping), null, 'one at a time');
  keeping = keeper.taken(keeping, 1, 27);
  assert.deepEqual([keeping.phase, keeping.version, keeper.onlyHere(keeping)], ['waiting', 1, true]);
  keeping = keeper.taken(keeper.sending(keeping), 2, 30);
  assert.deepEqual([keeping.phase, keeper.onlyHere(keeping)], ['still', false]);
  assert.equal(keeper.statusText(keeping, clock), 'Đã tự lưu lúc 08:14:30');
  assert.equal(keeper.wrote(keeper.wrote(keeping, 'Năm'), 'Nă').phase, 'still', 'back to what is kept');
});

test('a lost line is tried again, ever more seldom, and writing goes on', () => {
  let keeping = keeper.wrote(keeper.keep(1, ''), 'N');
  const waits = [];
  for (let vain = 0; vain < 7; vain += 1) {
    keeping = keeper.refused(keeper.sending(keeping), 0, '');
    waits.push(keeper.nextTry(keeping));
  }
  assert.deepEqual(waits, [2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  keeping = keeper.wrote(keeping, 'Nă');
  assert.deepEqual([keeping.phase, keeper.onlyHere(keeping), keeper.isTrouble(keeping)], ['lost', true, true]);
  assert.match(keeper.statusText(keeping, clock), /đang giữ trên máy này/);
  keeping = keeper.taken(keeper.sending(keeping), 2, 1);
  assert.deepEqual([keeping.phase, keeping.tries], ['still', 0]);
});

test('what another tab kept is not written over before somebody has chosen', () => {
  let keeping = keeper.refused(keeper.sending(keeper.wrote(keeper.keep(1, 'a'), 'b')), 409, 'draft_changed');
  assert.deepEqual([keeping.phase, keeper.nextTry(keeper.wrote(keeping, 'bc'))], ['clash', null]);
  const insisted = keeper.insist(keeping, 4);
  assert.deepEqual([insisted.phase, insisted.version], ['waiting', 4]);
  keeping = keeper.yielded(keeping, 4, 'other');
  assert.deepEqual([keeping.phase, keeping.version, keeper.onlyHere(keeping)], ['still', 4, false]);
});

test('each refusal has its own sentence', () => {
  const after = (status, code) => keeper.refused(keeper.sending(keeper.wrote(keeper.keep(1, ''), 'N')), status, code);
  const phases = [[401, 'session_ended'], [403, 'forbidden'], [404, 'not_found'], [422, 'secret'], [409, 'too_many_drafts'], [503, 'storage']];
  const found = phases.map(([status, code]) => after(status, code));
  assert.deepEqual(found.map(({ phase }) => phase), ['signed_out', 'gone', 'gone', 'secret', 'full', 'lost']);
  const sentences = found.map((keeping) => keeper.statusText(keeping, clock));
  assert.equal(new Set(sentences).size, sentences.length - 1);
  assert.ok(found.every(keeper.isTrouble));
});

test('a text with the marking of a secret is kept nowhere, and work goes on when it is gone', () => {
  const keeping = keeper.refused(keeper.sending(keeper.wrote(keeper.keep(1, ''), 'MẬT')), 422, 'secret');
  assert.equal(keeper.onlyHere(keeping), false);
  assert.equal(keeper.wrote(keeping, 'Năm').phase, 'waiting');
});

// The shelf

function storage() {
  /** @type {any} */
  const kept = {};
  Object.defineProperties(kept, {
    setItem: { value: (key, text) => (kept[key] = text) },
    getItem: { value: (key) => kept[key] || null },
    removeItem: { value: (key) => delete kept[key] },
  });
  return kept;
}

const typed = { stem: 'Năm nào?', options: [] };
const put = (more) => ({ unit: 'u', question: '', base: 0, address: '/', at: 1, sent: false, typed, ...more });

test('a page finds what was left of its draft, a new one what was left lying', () => {
  const place = storage();
  const own = shelf('an', place);
  own.put(put({ draft: 'one', at: 5 }));
  own.put(put({ draft: 'two', at: 7 }));
  own.put(put({ draft: 'elsewhere', unit: 'other', at: 9 }));
  own.put(put({ draft: 'saved', sent: true, at: 9 }));
  own.put(put({ draft: 'old', question: 'q', at: 9 }));
  const page = { unit: 'u', question: '', base: 0 };
  assert.equal(own.find({ ...page, draft: 'one' }).draft, 'one');
  assert.equal(own.find({ ...page, draft: 'new' }).draft, 'two');
  assert.equal(own.find({ ...page, draft: 'new', question: 'other' }), null);
  assert.equal(shelf('binh', place).find({ ...page, draft: 'one' }), null, 'each has a shelf of their own');
  own.drop('two');
  assert.equal(own.find({ ...page, draft: 'new' }).draft, 'one');
});

test('what was saved and came through is not offered again', () => {
  const own = shelf('an', storage());
  const page = { draft: 'one', unit: 'u', question: 'q' };
  own.put(put({ draft: 'one', question: 'q', base: 3, sent: true }));
  assert.equal(own.find({ ...page, base: 3 }).base, 3, 'it did not come through');
  assert.equal(own.find({ ...page, base: 4 }), null);
  assert.equal(own.find({ ...page, base: 3 }), null, 'and is gone');
});

test('a device that keeps nothing, or rubbish, is no trouble', () => {
  const page = { draft: 'one', unit: 'u', question: '', base: 0 };
  const broken = storage();
  broken['khacsau.question.an.one'] = '{"typed":';
  assert.equal(shelf('an', broken).find(page), null);
  const full = { setItem: () => { throw new Error('full'); }, getItem: () => null };
  shelf('an', /** @type {any} */ (full)).put(put({ draft: 'one' }));
  assert.equal(shelf('an', null).find(page), null);
});
