// A question while it is written: what a key press makes of it, and the way back.

/**
 * @typedef {object} Choice
 * @property {number} key of this page's making: it stays with its words wherever they move
 * @property {string} text
 * @property {boolean} correct
 */

/**
 * The form's fields, under the names that the server gives them.
 * @typedef {object} Entry
 * @property {string} kind
 * @property {string} stem
 * @property {Choice[]} options
 * @property {string} explanation
 * @property {string} source
 * @property {string} limit
 * @property {boolean} keep_order
 * @property {string} topic
 * @property {string} difficulty
 * @property {string} document
 * @property {string} image
 * @property {string} image_alt
 */

/** @typedef {'stem' | 'explanation' | 'source' | 'limit' | 'topic' | 'difficulty' | 'document' | 'image' | 'image_alt'} TextField */

/**
 * @typedef {object} Writing
 * @property {Entry[]} past
 * @property {Entry} now
 * @property {Entry[]} future
 * @property {{ field: string, at: number } | null} typing the field whose letters belong to the step before
 */

export const LEAST = 2;
export const MOST = 6;
/** Letters that follow one another so soon are undone together. */
const PAUSE = 1000;
/** Steps back; more than anybody walks. */
const STEPS = 200;

let keys = 0;

/**
 * @param {string} [text]
 * @param {boolean} [correct]
 * @returns {Choice}
 */
export function choice(text = '', correct = false) {
  keys += 1;
  return { key: keys, text, correct };
}

/** @param {Entry} entry @returns {Writing} */
export function begin(entry) {
  return { past: [], now: withRoom(entry), future: [], typing: null };
}

/** Two boxes to write in, at least. @param {Entry} entry @returns {Entry} */
function withRoom(entry) {
  const options = entry.options.slice();
  while (options.length < LEAST) options.push(choice());
  return { ...entry, options };
}

// Steps

/**
 * Letters typed into a field: one step as long as they follow one another.
 * @param {Writing} writing
 * @param {string} field
 * @param {Entry} next
 * @param {number} at
 * @returns {Writing}
 */
export function typed(writing, field, next, at) {
  const { typing } = writing;
  const goesOn = typing !== null && typing.field === field && at - typing.at < PAUSE && writing.past.length > 0;
  const step = goesOn ? { ...writing, now: next, future: [] } : changed(writing, next);
  return { ...step, typing: { field, at } };
}

/** @param {Writing} writing @param {Entry} next @returns {Writing} */
export function changed(writing, next) {
  if (same(writing.now, next)) return writing;
  return { past: [...writing.past, writing.now].slice(-STEPS), now: next, future: [], typing: null };
}

/** @param {Writing} writing @returns {Writing} */
export function undo(writing) {
  const { past, now, future } = writing;
  if (!past.length) return writing;
  return { past: past.slice(0, -1), now: past[past.length - 1], future: [now, ...future], typing: null };
}

/** @param {Writing} writing @returns {Writing} */
export function redo(writing) {
  const { past, now, future } = writing;
  if (!future.length) return writing;
  return { past: [...past, now], now: future[0], future: future.slice(1), typing: null };
}

// Options

/**
 * @param {Entry} entry
 * @param {number} from
 * @param {number} to
 * @returns {Entry}
 */
export function moved(entry, from, to) {
  if (from === to || to < 0 || to >= entry.options.length) return entry;
  const options = entry.options.slice();
  options.splice(to, 0, ...options.splice(from, 1));
  return { ...entry, options };
}

/** @param {Entry} entry @returns {Entry} */
export function added(entry) {
  return entry.options.length >= MOST ? entry : { ...entry, options: [...entry.options, choice()] };
}

/** Its words once more, beneath it, and not right a second time. @param {Entry} entry @param {number} at @returns {Entry} */
export function doubled(entry, at) {
  if (entry.options.length >= MOST) return entry;
  const options = entry.options.slice();
  options.splice(at + 1, 0, choice(options[at].text));
  return { ...entry, options };
}

/** @param {Entry} entry @param {number} at @returns {Entry} */
export function removed(entry, at) {
  if (entry.options.length <= LEAST) return entry;
  return { ...entry, options: entry.options.filter((_, place) => place !== at) };
}

/** @param {Entry} entry @param {number} at @param {string} text @returns {Entry} */
export function worded(entry, at, text) {
  return { ...entry, options: entry.options.map((one, place) => (place === at ? { ...one, text } : one)) };
}

/** One right option, or several where there may be. @param {Entry} entry @param {number} at @returns {Entry} */
export function marked(entry, at) {
  const options = entry.options.map((one, place) => {
    if (entry.kind === 'multiple') return place === at ? { ...one, correct: !one.correct } : one;
    return { ...one, correct: place === at };
  });
  return { ...entry, options };
}

/** @param {Entry} entry @param {string} kind @returns {Entry} */
export function ofKind(entry, kind) {
  if (kind === 'multiple') return { ...entry, kind };
  const first = entry.options.findIndex((one) => one.correct);
  if (kind === 'true_false') {
    const options = ['Đúng', 'Sai'].map((text, at) => choice(text, at === first));
    return { ...entry, kind, options };
  }
  return { ...entry, kind, options: entry.options.map((one, at) => ({ ...one, correct: at === first })) };
}

// What is sent and compared

/** As the server takes it. @param {Entry} entry */
export function sent(entry) {
  return { ...entry, options: entry.options.map(({ text, correct }) => ({ text, correct })) };
}

/** @param {Omit<Entry, 'options'> & { options: { text: string, correct: boolean }[] }} typed @returns {Entry} */
export function received(typed) {
  return { ...typed, options: typed.options.map(({ text, correct }) => choice(text, correct)) };
}

/** @param {Entry} entry */
export function textOf(entry) {
  // An empty box is not written yet.
  const options = entry.options.filter(({ text, correct }) => text.trim() !== '' || correct);
  return JSON.stringify(sent({ ...entry, options }));
}

/** @param {Entry} one @param {Entry} other */
function same(one, other) {
  return one === other || (textOf(one) === textOf(other) && one.options.length === other.options.length);
}
