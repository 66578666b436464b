// A question while it is written.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as pen from '../../../web/js/writing.js';

/** @param {string[]} texts @param {Partial<import('../../../web/js/writing.js').Entry>} [more] */
function entry(texts, more = {}) {
  const options = texts.map((text, at) => pen.choice(text, at === 0));
  const empty = { explanation: '', source: '', limit: '', topic: '', difficulty: '', document: '', image: '', image_alt: '' };
  return { kind: 'single', stem: 'Năm nào?', keep_order: false, ...empty, options, ...more };
}

const texts = (entry) => entry.options.map(({ text }) => text);
const right = (entry) => entry.options.filter(({ correct }) => correct).map(({ text }) => text);

test('an option keeps its mark and its name wherever it moves', () => {
  const first = entry(['2016', '2018', '2021']);
  const down = pen.moved(first, 0, 1);
  assert.deepEqual([texts(down), right(down)], [['2018', '2016', '2021'], ['2016']]);
  assert.equal(down.options[1].key, first.options[0].key);
  assert.deepEqual(texts(pen.moved(first, 2, 0)), ['2021', '2016', '2018']);
  assert.equal(pen.moved(first, 0, -1), first, 'nothing is above the first');
  assert.equal(pen.moved(first, 2, 3), first);
});

test('there are two options at least and six at most', () => {
  assert.deepEqual(texts(pen.begin(entry([])).now), ['', '']);
  let many = entry(['1', '2', '3', '4', '5']);
  many = pen.added(many);
  assert.equal(many.options.length, 6);
  assert.equal(pen.added(many), many);
  assert.equal(pen.doubled(many, 0), many);
  const two = entry(['1', '2']);
  assert.equal(pen.removed(two, 0), two);
  assert.deepEqual(texts(pen.removed(many, 1)), ['1', '3', '4', '5', '']);
});

test('a doubled option stands beneath and is not right a second time', () => {
  const doubled = pen.doubled(entry(['2016', '2018']), 0);
  assert.deepEqual([texts(doubled), right(doubled).length], [['2016', '2016', '2018'], 1]);
  assert.equal(new Set(doubled.options.map(({ key }) => key)).size, 3);
});

test('one is right, or several where there may be', () => {
  assert.deepEqual(right(pen.marked(entry(['1', '2', '3']), 2)), ['3']);
  const several = pen.marked(entry(['1', '2', '3'], { kind: 'multiple' }), 2);
  assert.deepEqual(right(several), ['1', '3']);
  assert.deepEqual(right(pen.marked(several, 0)), ['3']);
  assert.deepEqual(right(pen.ofKind(several, 'single')), ['1']);
});

test('true and false write themselves', () => {
  const both = pen.ofKind(entry(['2016', '2018', '2021']), 'true_false');
  assert.deepEqual([texts(both), right(both)], [['Đúng', 'Sai'], ['Đúng']]);
});

test('letters that follow one another are one step back, a pause begins another', () => {
  let writing = pen.begin(entry(['1', '2']));
  const type = (stem, at) => (writing = pen.typed(writing, 'stem', { ...writing.now, stem }, at));
  for (const [at, stem] of ['N', 'Nă', 'Năm'].entries()) type(stem, at * 100);
  type('Năm nào', 5000);
  assert.equal(writing.now.stem, 'Năm nào');
  writing = pen.undo(writing);
  assert.equal(writing.now.stem, 'Năm');
  writing = pen.undo(writing);
  assert.equal(writing.now.stem, 'Năm nào?');
  assert.equal(pen.undo(writing), writing, 'there is nothing before the beginning');
  writing = pen.redo(pen.redo(writing));
  assert.equal(writing.now.stem, 'Năm nào');
  assert.equal(pen.redo(writing), writing);
});

test('another field is another step, and a new step forgets what was undone', () => {
  let writing = pen.begin(entry(['1', '2']));
  writing = pen.typed(writing, 'stem', { ...writing.now, stem: 'Ai?' }, 0);
  writing = pen.typed(writing, 'source', { ...writing.now, source: 'Điều 1' }, 10);
  writing = pen.changed(writing, pen.moved(writing.now, 0, 1));
  assert.equal(writing.past.length, 3);
  writing = pen.undo(writing);
  assert.deepEqual(texts(writing.now), ['1', '2']);
  writing = pen.changed(writing, pen.removed(pen.added(writing.now), 0));
  assert.deepEqual([writing.future.length, texts(writing.now)], [0, ['2', '']]);
  assert.equal(pen.changed(writing, { ...writing.now }), writing, 'what changes nothing is no step');
});

test('what is sent is received again, without names of this page', () => {
  const written = entry(['2016', '2018']);
  const sent = pen.sent(written);
  assert.deepEqual(sent.options, [{ text: '2016', correct: true }, { text: '2018', correct: false }]);
  assert.equal(pen.textOf(pen.received(JSON.parse(JSON.stringify(sent)))), pen.textOf(written));
  assert.equal(pen.textOf(pen.added(written)), pen.textOf(written), 'an empty box is not written yet');
});
