// What the projector makes of the desk's view: who moved, who stands on the podium, what is said large and for how long.

import { formatClock } from './game.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./game.js').Leaders} Leaders */

/** How many places fit on the wall below one another. */
export const PLACES = 8;

/**
 * How small a long question may become, step by step: first the options and what is between them, so that the stem
 * stays readable from the last row as long as it can.
 * @type {readonly { scale: number, stem: 'whole' | 'medium' | 'small' }[]}
 */
export const FITS = [
  { scale: 1, stem: 'whole' },
  { scale: 0.9, stem: 'whole' },
  { scale: 0.82, stem: 'whole' },
  { scale: 0.9, stem: 'medium' },
  { scale: 0.82, stem: 'medium' },
  { scale: 0.74, stem: 'medium' },
  { scale: 0.67, stem: 'medium' },
  { scale: 0.61, stem: 'small' },
  { scale: 0.55, stem: 'small' },
  { scale: 0.5, stem: 'small' },
  { scale: 0.45, stem: 'small' },
  { scale: 0.41, stem: 'small' },
  { scale: 0.37, stem: 'small' },
  { scale: 0.33, stem: 'small' },
];

/** How long a notice stays up: long enough to be read aloud. */
const NOTICE_FOR = 12000;

/**
 * One line of the standings, with where it comes from.
 * @typedef {object} BoardRow
 * @property {string} key
 * @property {Leaders[number]} leader
 * @property {number | null} from its line on the board before; null: it was not there
 * @property {string} moved `▲ 2`, `▼ 1`, or nothing
 * @property {string} movedWords the same for whoever hears the page
 */

/**
 * @param {Leaders} leaders
 * @param {Leaders} before
 * @returns {BoardRow[]}
 */
export function board(leaders, before) {
  const known = before.slice(0, PLACES).map(keyOf);
  return leaders.slice(0, PLACES).map((leader, at) => {
    const key = keyOf(leader);
    const line = known.indexOf(key);
    const was = line < 0 ? null : before[line].place;
    const by = was === null ? 0 : was - leader.place;
    return {
      key: leaders.findIndex((other) => keyOf(other) === key) === at ? key : key + '\n' + at,
      leader,
      from: line < 0 ? null : line,
      moved: by > 0 ? '▲ ' + by : by < 0 ? '▼ ' + -by : '',
      movedWords: by > 0 ? 'lên ' + by + ' bậc' : by < 0 ? 'xuống ' + -by + ' bậc' : '',
    };
  });
}

/** @param {Leaders[number]} leader */
function keyOf(leader) {
  return leader.name + '\n' + leader.unit;
}

/**
 * The first three, and who comes after them. On the podium the second stands to the left of the first.
 * @param {Leaders} leaders
 * @returns {{ steps: Leaders, rest: Leaders }}
 */
export function podium(leaders) {
  const [first, second, third] = leaders;
  const steps = [second, first, third].filter((leader) => leader !== undefined);
  return { steps, rest: leaders.slice(3, PLACES) };
}

/**
 * What is to be said large now.
 * @param {Desk} desk
 * @param {number} now server time
 */
export function announcement(desk, now) {
  const newest = desk.notices[0];
  return newest && now - newest.at < NOTICE_FOR ? newest.text : '';
}

/** @param {Desk} desk */
export function startsText(desk) {
  return desk.startsAt === null ? '' : 'Bắt đầu lúc ' + formatClock(desk.startsAt).slice(0, 5);
}

/** Letters that can be called out one by one. @param {string} code */
export function calledOut(code) {
  return code.length === 6 ? code.slice(0, 3) + ' ' + code.slice(3) : code;
}

/** As much of the head as fits on the wall and can be compared by eye. @param {string} hash */
export function shortHash(hash) {
  return (hash.slice(0, 32).match(/.{1,4}/g) || []).join(' ');
}
