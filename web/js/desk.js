// What the host's desk and the projector know, again without page, clock or line: message and view make a view.

import { beforePause, inOrder } from './game.js';

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
        ? to(desk, 'standings', { leaders: message.top })
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

// What the host does

/**
 * @typedef {object} Step
 * @property {'lobby' | 'open' | 'lock' | 'reveal' | 'next' | 'resume' | 'confirm' | 'publish'} command
 * @property {string} label
 * @property {string} effect what will happen, in words
 */

/**
 * The one next step of this moment.
 * @param {Desk} desk
 * @returns {Step | null}
 */
export function nextStep(desk) {
  switch (desk.phase) {
    case 'scheduled':
      return step('lobby', 'Mở phòng thi', 'Chốt danh sách dự thi, bốc đề và mời các đồng chí vào.');
    case 'lobby':
      return step('open', 'Bắt đầu câu 1', 'Đếm ngược 3 giây rồi câu hỏi hiện trên mọi máy.');
    case 'get_ready':
      return step('open', 'Mở câu hỏi ngay', 'Không chờ hết đếm ngược.');
    case 'question':
      return step('lock', 'Khóa câu trả lời', 'Hết giờ ngay. Câu trả lời đang trên đường truyền vẫn được tính.');
    case 'closed':
      return step('reveal', 'Công bố đáp án', 'Đáp án và thống kê hiện trên mọi máy.');
    case 'revealed':
      return step('next', 'Xem thứ hạng', 'Thứ hạng sau câu này hiện trên mọi máy.');
    case 'standings':
      return isLast(desk)
        ? step('next', 'Kết thúc kỳ thi', 'Hiện kết quả chung cuộc.')
        : step('open', nextLabel(desk), 'Đếm ngược 3 giây rồi câu hỏi hiện trên mọi máy.');
    case 'paused':
      return step('resume', 'Tiếp tục kỳ thi', 'Kỳ thi đi tiếp từ chỗ đã dừng.');
    case 'finished':
      if (desk.finished && desk.finished.standing === 'finished') {
        return step('confirm', 'Xác nhận kết quả', 'Sau bước này, mọi điều chỉnh đều phải ghi lý do.');
      }
      if (desk.finished && desk.finished.standing === 'confirmed') {
        return step('publish', 'Công bố kết quả', 'Đảng viên trong chi bộ xem được bảng xếp hạng.');
      }
      return null;
    default:
      return null;
  }
}

/**
 * @param {Step['command']} command
 * @param {string} label
 * @param {string} effect
 * @returns {Step}
 */
function step(command, label, effect) {
  return { command, label, effect };
}

/** @param {Desk} desk */
function isLast(desk) {
  if (desk.last) return true;
  return desk.contest !== null && desk.index !== null && desk.index + 1 >= desk.contest.questions;
}

/** @param {Desk} desk */
function nextLabel(desk) {
  return desk.index === null ? 'Mở câu tiếp theo' : 'Mở câu ' + (desk.index + 2);
}

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

// What the desk and the projector show

/**
 * The course of the contest, one word a question.
 * @param {Desk} desk
 * @returns {{ number: number, state: string, here: boolean }[]}
 */
export function course(desk) {
  const count = desk.contest ? desk.contest.questions : 0;
  const here = desk.phase === 'finished' ? count : desk.index === null ? -1 : desk.index;
  return Array.from({ length: count }, (_, k) => ({
    number: k + 1,
    state: k < here ? 'Đã xong' : k > here ? 'Chưa mở' : phaseText(desk.phase),
    here: k === here,
  }));
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

/** @param {string} command */
function commandName(command) {
  switch (command) {
    case 'lobby':
      return 'mở phòng thi';
    case 'open':
      return 'mở câu hỏi';
    case 'extend':
      return 'thêm giờ';
    case 'lock':
      return 'khóa câu trả lời';
    case 'reveal':
      return 'công bố đáp án';
    case 'next':
      return 'sang bước tiếp';
    case 'pause':
      return 'tạm dừng';
    case 'resume':
      return 'tiếp tục';
    case 'void_question':
      return 'hủy câu hỏi';
    case 'end':
      return 'kết thúc kỳ thi';
    case 'confirm':
      return 'xác nhận kết quả';
    case 'publish':
      return 'công bố kết quả';
    default:
      return 'lệnh vừa rồi';
  }
}

/** @param {string} reason */
function reasonText(reason) {
  switch (reason) {
    case 'wrong_phase':
      return 'Kỳ thi đang ở bước khác.';
    case 'forbidden':
      return 'Chỉ người điều khiển mới làm được việc này.';
    case 'already_void':
      return 'Câu này đã được hủy trước đó.';
    case 'reason_required':
      return 'Cần ghi lý do từ 3 đến 500 ký tự.';
    case 'extension_out_of_range':
      return 'Thời gian của câu này đã đến mức dài nhất.';
    case 'cannot_draw':
    case 'not_sealed':
      return 'Ngân hàng câu hỏi chưa đủ để bốc đề.';
    case 'storage':
      return 'Máy chủ chưa ghi được dữ liệu.';
    default:
      return 'Mời đồng chí xem lại tình trạng kỳ thi rồi thử lại.';
  }
}
