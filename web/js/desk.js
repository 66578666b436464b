// What the host's desk and the projector know, again without page, clock or line: message and view make a view.

import { beforePause, inOrder } from './game.js';
import { commandName, reasonText } from './words.js';

/** @typedef {import('./protocol.js').ServerMessage} ServerMessage */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */
/** @typedef {import('./game.js').Phase} Phase */
/** @typedef {import('./game.js').Asked} Asked */
/** @typedef {import('./game.js').Welcome} Welcome */
/** @typedef {import('./game.js').Revealed} Revealed */
/** @typedef {import('./game.js').OptionId} OptionId */
/** @typedef {import('./game.js').Leaders} Leaders */
/**
 * @template {ServerMessage['type']} T
 * @typedef {Extract<ServerMessage, { type: T }>} Frame
 */

/**
 * @typedef {object} Desk
 * @property {Phase} phase
 * @property {Phase} pausedFrom
 * @property {Welcome['contest'] | null} contest
 * @property {number | null} index
 * @property {Asked | null} question options in base order: each phone has an order of its own
 * @property {number | null} startsAt
 * @property {number | null} opensAt
 * @property {number} present
 * @property {number} eligible
 * @property {number} answered
 * @property {Revealed | null} reveal
 * @property {Leaders} leaders
 * @property {Frame<'finished'> | null} finished
 * @property {boolean} last the room has said that no question follows
 * @property {string} pause
 * @property {ClientMessage['type'] | null} asked a command on its way
 * @property {{ at: number, text: string }[]} notices newest first
 * @property {Frame<'checkpoint'> | null} witness
 * @property {Leaders} before who led after the question before
 * @property {Frame<'desk'> | null} lead how the contest is led; desks alone hear it, and what follows
 * @property {string[]} units
 * @property {import('./protocol.js').RosterLine[]} people the frozen roster
 * @property {Record<number, import('./protocol.js').Attendance>} attendance by number
 * @property {number | null} attendanceOf the question that `answered` is about
 * @property {import('./protocol.js').IncidentShown[]} incidents newest first
 */

/** How many notices the desk keeps in sight; all of them are in the record. */
const NOTICES = 20;

/**
 * The hall has no line of its own in the standings: for it they begin with the names. They follow a revelation, a
 * question voided in its countdown, or a pause.
 * @type {readonly Phase[]}
 */
const LEADING_TO_STANDINGS = ['revealed', 'get_ready', 'closed'];

/** @returns {Desk} */
export function start() {
  return {
    phase: 'connecting',
    pausedFrom: 'connecting',
    contest: null,
    index: null,
    question: null,
    startsAt: null,
    opensAt: null,
    present: 0,
    eligible: 0,
    answered: 0,
    reveal: null,
    leaders: [],
    finished: null,
    last: false,
    pause: '',
    asked: null,
    notices: [],
    witness: null,
    before: [],
    lead: null,
    units: [],
    people: [],
    attendance: {},
    attendanceOf: null,
    incidents: [],
  };
}

/**
 * @param {Desk} desk
 * @param {ServerMessage} message
 * @param {number} now server time
 * @returns {Desk}
 */
export function reduce(desk, message, now) {
  switch (message.type) {
    case 'welcome':
      return { ...reduce({ ...desk, contest: message.contest, pause: '' }, message.state, now), asked: null };
    case 'scheduled':
      return to(desk, 'scheduled', { startsAt: message.starts_at });
    case 'lobby':
      return to(desk, 'lobby', {
        present: message.present,
        eligible: message.eligible,
        startsAt: message.starts_at,
      });
    case 'get_ready':
      return to(desk, 'get_ready', {
        index: message.index,
        opensAt: message.opens_at,
        question: null,
        reveal: null,
        answered: 0,
        last: false,
      });
    case 'question':
      return to(desk, 'question', {
        index: message.index,
        reveal: null,
        answered: desk.question && desk.question.id === message.id ? desk.answered : 0,
        question: {
          index: message.index,
          of: message.of,
          id: message.id,
          text: message.text,
          options: inOrder(message.options, undefined),
          multiple: message.multiple,
          image: message.image || null,
          openedAt: message.closes_at - message.limit,
          closesAt: message.closes_at,
        },
      });
    case 'deadline':
      if (!desk.question || desk.question.id !== message.question) return desk;
      return { ...desk, asked: null, question: { ...desk.question, closesAt: message.closes_at } };
    case 'progress':
      return { ...desk, answered: message.answered, present: message.present };
    case 'closed':
      return to(desk, 'closed', { index: message.index, question: ofIndex(desk, message.index), reveal: null });
    case 'revealed':
      return to(desk, 'revealed', { index: message.index, question: ofIndex(desk, message.index), reveal: message });
    case 'standings':
      return to(desk, 'standings', { index: message.index });
    case 'leaders':
      return LEADING_TO_STANDINGS.includes(desk.phase)
        ? to(desk, 'standings', { leaders: message.top, before: desk.leaders })
        : { ...desk, leaders: message.top };
    case 'finished':
      return to(desk, 'finished', { finished: message });
    case 'paused':
      return to(desk, 'paused', {
        pausedFrom: beforePause(desk),
        pause: message.text,
      });
    case 'resumed':
      return desk.phase === 'paused' ? to(desk, desk.pausedFrom, { pause: '' }) : desk;
    case 'notice':
      return noted(desk, message.text, now);
    case 'checkpoint':
      return { ...desk, witness: message };
    case 'asked':
      return { ...desk, question: desk.question || asked(message) };
    case 'desk':
      return led(desk, message, now);
    case 'roster':
      return { ...desk, units: message.units, people: message.people, attendance: {}, attendanceOf: null };
    case 'attendance':
      return attended(desk, message);
    case 'incidents':
      return { ...desk, incidents: message.incidents };
    case 'waiting':
      return to(desk, 'waiting', {});
    case 'rejected':
      return refused(desk, message, now);
    default:
      return desk;
  }
}

/**
 * @param {Desk} desk
 * @param {Phase} phase
 * @param {Partial<Desk>} more
 * @returns {Desk}
 */
function to(desk, phase, more) {
  return { ...desk, ...more, phase, asked: null };
}

/**
 * @param {Desk} desk
 * @param {number} index
 */
function ofIndex(desk, index) {
  return desk.question && desk.question.index === index ? desk.question : null;
}

/**
 * A question whose time is over, told again to a page that was opened since.
 * @param {Frame<'asked'>} message
 * @returns {Asked}
 */
function asked(message) {
  const { index, of, id, text, multiple } = message;
  const image = message.image || null;
  return { index, of, id, text, multiple, image, options: inOrder(message.options, undefined), openedAt: 0, closesAt: 0 };
}

/**
 * @param {Desk} desk
 * @param {Frame<'desk'>} lead
 * @param {number} now
 * @returns {Desk}
 */
function led(desk, lead, now) {
  const next = { ...desk, lead, asked: changesHands(desk.asked) ? null : desk.asked };
  const before = driverOf(desk.lead);
  const driver = driverOf(lead);
  if (!before || !driver || before.member === driver.member) return next;
  return noted(next, driver.you ? 'Đồng chí nhận bàn điều khiển.' : driver.name + ' nhận bàn điều khiển.', now);
}

/** @param {ClientMessage['type'] | null} asked */
function changesHands(asked) {
  return asked === 'take_over' || asked === 'hand_over';
}

/** @param {Frame<'desk'> | null} lead */
export function driverOf(lead) {
  return (lead && lead.hosts.find((host) => host.driving)) || null;
}

/**
 * @param {Desk} desk
 * @param {Frame<'attendance'>} message
 * @returns {Desk}
 */
function attended(desk, message) {
  const attendance = { ...desk.attendance };
  if (message.index !== desk.attendanceOf) {
    for (const line of Object.values(attendance)) attendance[line.number] = { ...line, answered: false };
  }
  for (const line of message.people) attendance[line.number] = line;
  return { ...desk, attendance, attendanceOf: message.index };
}

/**
 * @param {Desk} desk
 * @param {string} text
 * @param {number} now
 * @returns {Desk}
 */
function noted(desk, text, now) {
  return { ...desk, notices: [{ at: now, text }].concat(desk.notices).slice(0, NOTICES) };
}

/**
 * @param {Desk} desk
 * @param {Frame<'rejected'>} message
 * @param {number} now
 * @returns {Desk}
 */
function refused(desk, message, now) {
  const { command, reason } = message;
  const next = { ...desk, asked: null };
  // Questions further on may be void: the refusal tells that none is left.
  if (reason === 'no_question_left') return { ...next, last: true };
  return noted(next, 'Chưa thực hiện được: ' + commandName(command || '') + '. ' + reasonText(reason), now);
}

// What the desk and the projector show

/**
 * @param {Desk} desk
 * @param {ClientMessage['type']} command
 * @returns {Desk}
 */
export function ask(desk, command) {
  return { ...desk, asked: command };
}

/**
 * @param {Desk} desk
 * @returns {boolean} between the first countdown and the end
 */
export function isRunning(desk) {
  return ['get_ready', 'question', 'closed', 'revealed', 'standings', 'paused'].includes(desk.phase);
}

/**
 * The course of the contest, one word a question.
 * @param {Desk} desk
 * @returns {{ number: number, state: string, here: boolean, kind: 'done' | 'here' | 'ahead' | 'void' }[]}
 */
export function course(desk) {
  const told = desk.lead ? desk.lead.course : [];
  const count = told.length || (desk.contest ? desk.contest.questions : 0);
  const over = desk.phase === 'finished';
  const here = over ? count : desk.index === null ? -1 : desk.index;
  return Array.from({ length: count }, (_, k) => {
    const number = k + 1;
    const isHere = k === here;
    if (told[k] === 'void') return { number, state: 'Đã hủy, không tính điểm', here: isHere, kind: 'void' };
    if (isHere) return { number, state: phaseText(desk.phase), here: true, kind: 'here' };
    if (over && told[k] === 'ahead') return { number, state: 'Không hỏi', here: false, kind: 'ahead' };
    return k < here
      ? { number, state: 'Đã xong', here: false, kind: 'done' }
      : { number, state: 'Chưa mở', here: false, kind: 'ahead' };
  });
}

/**
 * How many chose each option, in the order asked for, whichever way the numbers came.
 * @param {Revealed | null} reveal
 * @param {readonly OptionId[]} options
 * @returns {number[]}
 */
export function counts(reveal, options) {
  const tallies = reveal ? reveal.distribution : [];
  return options.map((id) => {
    const tally = tallies.find((candidate) => candidate.id === id);
    return tally ? tally.count : 0;
  });
}

/** @param {Phase} phase */
export function phaseText(phase) {
  switch (phase) {
    case 'connecting':
      return 'Đang kết nối';
    case 'scheduled':
      return 'Đã lên lịch';
    case 'lobby':
      return 'Phòng chờ';
    case 'get_ready':
      return 'Chuẩn bị';
    case 'question':
      return 'Đang mở';
    case 'closed':
      return 'Đã khóa';
    case 'revealed':
      return 'Đã công bố đáp án';
    case 'standings':
      return 'Xem thứ hạng';
    case 'paused':
      return 'Tạm dừng';
    case 'finished':
      return 'Đã kết thúc';
    case 'waiting':
      return 'Thi theo khung giờ';
  }
}
