// The phone's side of a contest, without page, clock or line of its own: a message and a view make the next view.

/** @typedef {import('./protocol.js').ServerMessage} ServerMessage */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */
/**
 * @template {ServerMessage['type']} T
 * @typedef {Extract<ServerMessage, { type: T }>} Frame
 */
/** @typedef {Frame<'welcome'>} Welcome */
/** @typedef {Frame<'question'>} QuestionFrame */
/** @typedef {Frame<'revealed'>} Revealed */
/** @typedef {Frame<'standings'>} Standings */
/** @typedef {Extract<ClientMessage, { type: 'answer' }>} Answer */
/** @typedef {QuestionFrame['id']} QuestionId */
/** @typedef {QuestionFrame['options'][number]} Option */
/** @typedef {Option['id']} OptionId */
/** @typedef {Frame<'leaders'>['top']} Leaders */

/**
 * @typedef {'connecting' | 'scheduled' | 'lobby' | 'get_ready' | 'question' | 'closed' | 'revealed' | 'standings'
 *   | 'paused' | 'finished' | 'waiting'} Phase
 */

/**
 * The question on the page, its options already in the order this member sees.
 * @typedef {object} Asked
 * @property {number} index
 * @property {number} of
 * @property {QuestionId} id
 * @property {string} text
 * @property {Option[]} options
 * @property {boolean} multiple
 * @property {number} openedAt
 * @property {number} closesAt this member's own closing time
 */

/**
 * @typedef {object} Receipt
 * @property {QuestionId} question
 * @property {OptionId[]} options
 * @property {number} at when the server received the answer
 */

/**
 * @typedef {object} View
 * @property {Phase} phase
 * @property {Phase} pausedFrom what to go back to when a pause ends
 * @property {Welcome['contest'] | null} contest
 * @property {Welcome['you'] | null} you
 * @property {number | null} index the question this moment belongs to
 * @property {Asked | null} question
 * @property {OptionId[]} chosen
 * @property {Answer | null} sent under way: given away, not yet acknowledged
 * @property {Receipt | null} recorded
 * @property {string | null} refused why the answer to this question was not taken
 * @property {Revealed | null} reveal
 * @property {Standings | null} standing
 * @property {Leaders} leaders
 * @property {number} present
 * @property {number} eligible
 * @property {number} answered
 * @property {number | null} startsAt
 * @property {number | null} opensAt
 * @property {Frame<'finished'> | null} finished
 * @property {string} pause why the contest is paused, in words
 * @property {string} notice
 * @property {Frame<'checkpoint'> | null} witness the newest signed head of the record this phone has seen
 */

// View

/** @returns {View} */
export function start() {
  return {
    phase: 'connecting',
    pausedFrom: 'connecting',
    contest: null,
    you: null,
    index: null,
    question: null,
    chosen: [],
    sent: null,
    recorded: null,
    refused: null,
    reveal: null,
    standing: null,
    leaders: [],
    present: 0,
    eligible: 0,
    answered: 0,
    startsAt: null,
    opensAt: null,
    finished: null,
    pause: '',
    notice: '',
    witness: null,
  };
}

/**
 * @param {View} view
 * @param {ServerMessage} message
 * @returns {View}
 */
export function reduce(view, message) {
  switch (message.type) {
    case 'welcome':
      return welcomed(view, message);
    case 'scheduled':
      return { ...view, phase: 'scheduled', startsAt: message.starts_at };
    case 'lobby':
      return {
        ...view,
        phase: 'lobby',
        present: message.present,
        eligible: message.eligible,
        startsAt: message.starts_at,
      };
    case 'get_ready':
      return { ...clean(view), phase: 'get_ready', index: message.index, opensAt: message.opens_at, notice: '' };
    case 'question':
      return asked(view, message);
    case 'deadline':
      return moved(view, message);
    case 'progress':
      return { ...view, answered: message.answered, present: message.present };
    case 'recorded':
      return acknowledged(view, message);
    case 'rejected':
      return refused(view, message);
    case 'closed':
      return { ...at(view, message.index), phase: 'closed' };
    case 'revealed':
      return { ...at(view, message.index), phase: 'revealed', reveal: message };
    case 'standings':
      return { ...view, phase: 'standings', standing: message };
    case 'leaders':
      return { ...view, leaders: message.top };
    case 'finished':
      return { ...view, phase: 'finished', finished: message, sent: null, notice: '' };
    case 'waiting':
      return { ...clean(view), phase: 'waiting' };
    case 'paused':
      return {
        ...view,
        phase: 'paused',
        pausedFrom: beforePause(view),
        pause: message.text,
      };
    case 'resumed':
      return view.phase === 'paused' ? { ...view, phase: view.pausedFrom, pause: '' } : view;
    case 'notice':
      return { ...view, notice: message.text };
    case 'checkpoint':
      return { ...view, witness: message };
    default:
      return view;
  }
}

/**
 * A full resync: what the server says now replaces what this page believed.
 * @param {View} view
 * @param {Welcome} message
 * @returns {View}
 */
function welcomed(view, message) {
  const met = { ...view, contest: message.contest, you: message.you, pause: '' };
  let next = reduce(met, message.state);
  // `standings` does not say which question it follows, and questions may have passed meanwhile.
  if (message.state.type === 'standings' && !answersShown(next)) {
    next = { ...clean(next), phase: 'standings', standing: message.state };
  }
  const receipt = message.recorded;
  if (!receipt) return next;
  return {
    ...next,
    chosen: receipt.options,
    recorded: { question: receipt.question, options: receipt.options, at: receipt.at },
    sent: next.sent && next.sent.question === receipt.question ? null : next.sent,
    refused: null,
  };
}

/** @param {View} view */
function answersShown(view) {
  const yours = view.standing && view.standing.yours;
  const { question } = view;
  if (!yours || !question || !yours.options.length) return false;
  return yours.options.every((id) => question.options.some((option) => option.id === id));
}

/**
 * @param {View} view
 * @param {QuestionFrame} frame
 * @returns {View}
 */
function asked(view, frame) {
  const same = view.question !== null && view.question.id === frame.id;
  const before = same ? view : clean(view);
  const openedAt = frame.closes_at - frame.limit;
  return {
    ...before,
    phase: 'question',
    index: frame.index,
    answered: same ? view.answered : 0,
    question: {
      index: frame.index,
      of: frame.of,
      id: frame.id,
      text: frame.text,
      options: inOrder(frame.options, orderOf(view.you, frame.index)),
      multiple: frame.multiple,
      openedAt,
      closesAt: ownClosing(openedAt, frame.closes_at, view.you),
    },
  };
}

/**
 * @param {View} view
 * @param {Frame<'deadline'>} message
 * @returns {View}
 */
function moved(view, message) {
  const { question } = view;
  if (!question || question.id !== message.question) return view;
  const closesAt = ownClosing(question.openedAt, message.closes_at, view.you);
  return { ...view, question: { ...question, closesAt } };
}

/**
 * @param {View} view
 * @param {Frame<'recorded'>} message
 * @returns {View}
 */
function acknowledged(view, message) {
  const sent = view.sent && view.sent.question === message.question ? null : view.sent;
  if (!view.question || view.question.id !== message.question) return { ...view, sent };
  return {
    ...view,
    sent,
    chosen: message.options,
    recorded: { question: message.question, options: message.options, at: message.at },
    refused: null,
  };
}

/**
 * @param {View} view
 * @param {Frame<'rejected'>} message
 * @returns {View}
 */
function refused(view, message) {
  if (!message.question) return view;
  const sent = view.sent && view.sent.question === message.question ? null : view.sent;
  const here = view.question && view.question.id === message.question && !view.recorded;
  return { ...view, sent, refused: here ? message.reason : view.refused };
}

/**
 * What a pause goes back to. A question that is paused while open is void, so there is no way back into it.
 * @param {{ phase: Phase, pausedFrom: Phase }} view
 * @returns {Phase}
 */
export function beforePause({ phase, pausedFrom }) {
  if (phase === 'paused') return pausedFrom;
  return phase === 'question' ? 'closed' : phase;
}

/**
 * @param {View} view
 * @param {number} index
 * @returns {View}
 */
function at(view, index) {
  if (view.question && view.question.index === index) return { ...view, index };
  return { ...clean(view), index };
}

/**
 * Nothing of the question before.
 * @param {View} view
 * @returns {View}
 */
function clean(view) {
  return {
    ...view,
    question: null,
    chosen: [],
    sent: null,
    recorded: null,
    refused: null,
    reveal: null,
    standing: null,
    opensAt: null,
  };
}

// What the member does

/**
 * @param {View} view
 * @param {OptionId} option
 * @returns {View}
 */
export function choose(view, option) {
  if (!mayChoose(view) || !view.question) return view;
  if (!view.question.multiple) return { ...view, chosen: [option], refused: null };
  const chosen = view.chosen.includes(option)
    ? view.chosen.filter((id) => id !== option)
    : view.chosen.concat([option]);
  return { ...view, chosen, refused: null };
}

/** Refusals of what was sent, not of this member's time: another try may still be right. */
const AGAIN = ['unknown_option', 'option_count', 'malformed', 'key'];

/** @param {View} view */
export function mayChoose(view) {
  if (view.phase !== 'question' || view.sent || view.recorded) return false;
  return !view.refused || AGAIN.includes(view.refused);
}

/** @param {View} view */
export function maySend(view) {
  return mayChoose(view) && view.chosen.length > 0 && !view.refused;
}

/**
 * @param {View} view
 * @param {string} key
 * @param {number | null} responseTime from the paint of the text to the touch; null when the page cannot say
 * @returns {View}
 */
export function submit(view, key, responseTime) {
  if (!maySend(view) || !view.question) return view;
  /** @type {Answer} */
  const sent = { type: 'answer', question: view.question.id, options: view.chosen, key };
  if (responseTime !== null) sent.response_time = Math.max(0, Math.round(responseTime));
  return { ...view, sent };
}

/**
 * After a reload: the answer that was kept on this device is under way again.
 * @param {View} view
 * @param {Answer | null} kept
 * @returns {View}
 */
export function restore(view, kept) {
  if (!kept || view.recorded || !view.question || view.question.id !== kept.question) return view;
  return { ...view, chosen: kept.options, sent: kept };
}

/**
 * @param {View} view
 * @param {number} now server time
 * @param {number} worstRoundTrip
 */
export function dueToSend(view, now, worstRoundTrip) {
  return maySend(view) && view.question !== null && now >= sendBy(view.question.closesAt, worstRoundTrip);
}

// Time

/**
 * @param {number} closesAt
 * @param {number} worstRoundTrip
 */
export function sendBy(closesAt, worstRoundTrip) {
  return closesAt - Math.max(300, worstRoundTrip);
}

/**
 * A member with more time has it from the opening, so an extension grows for them as well.
 * @param {number} openedAt
 * @param {number} closesAt
 * @param {Welcome['you'] | null} you
 */
export function ownClosing(openedAt, closesAt, you) {
  const factor = you && you.time_factor > 0 ? you.time_factor : 100;
  return closesAt + Math.round(((closesAt - openedAt) * (factor - 100)) / 100);
}

/**
 * @param {number} until
 * @param {number} now
 */
export function remaining(until, now) {
  return Math.max(0, until - now);
}

/**
 * What is left, from 1 at the opening to 0 at the close.
 * @param {{ openedAt: number, closesAt: number }} question
 * @param {number} now
 */
export function share(question, now) {
  const whole = question.closesAt - question.openedAt;
  if (whole <= 0) return 0;
  return Math.min(1, remaining(question.closesAt, now) / whole);
}

/**
 * Full jitter: anywhere between now and a bound that doubles, so that a hall of phones does not come back at once.
 * @param {number} attempt 0 for the first
 * @param {() => number} random
 */
export function reconnectDelay(attempt, random) {
  return Math.round(random() * Math.min(8000, 500 * Math.pow(2, Math.min(attempt, 10))));
}

// Options

/**
 * @template T
 * @param {T[]} options
 * @param {number[] | undefined} order `order[k]` is the position of what is shown k-th
 * @returns {T[]}
 */
export function inOrder(options, order) {
  if (!order || order.length !== options.length) return options;
  const shown = order.map((position) => options[position]);
  return shown.every((option) => option !== undefined) ? shown : options;
}

/**
 * @param {Welcome['you'] | null} you
 * @param {number} index
 */
function orderOf(you, index) {
  return you ? you.order[index] : undefined;
}

/** @param {number} position */
export function letter(position) {
  return String.fromCharCode(65 + position);
}

/**
 * What this member's answer was, as far as the server has confirmed it.
 * @param {View} view
 * @returns {OptionId[]}
 */
export function counted(view) {
  const yours = view.standing && view.standing.yours;
  if (yours) return yours.options;
  return view.recorded ? view.recorded.options : [];
}

/**
 * @param {View} view
 * @returns {'right' | 'wrong' | 'none' | 'unknown'}
 */
export function verdict(view) {
  const yours = view.standing && view.standing.yours;
  if (yours) return yours.options.length === 0 ? 'none' : yours.correct ? 'right' : 'wrong';
  if (!view.reveal || !view.question) return 'unknown';
  const mine = counted(view);
  if (!mine.length) return 'none';
  const correct = view.reveal.correct;
  return mine.length === correct.length && mine.every((id) => correct.includes(id)) ? 'right' : 'wrong';
}

// Words

/** @param {number} hundredths */
export function formatScore(hundredths) {
  const whole = Math.floor(hundredths / 100);
  return whole + ',' + String(hundredths % 100).padStart(2, '0');
}

/** @param {number} milliseconds */
export function formatSeconds(milliseconds) {
  const tenths = Math.floor(milliseconds / 100);
  return Math.floor(tenths / 10) + ',' + (tenths % 10) + ' giây';
}

/** @param {number} milliseconds */
export function wholeSeconds(milliseconds) {
  return Math.ceil(milliseconds / 1000);
}

/**
 * The time of day in Vietnam, whatever the phone believes its zone to be.
 * @param {number} at milliseconds since the epoch
 */
export function formatClock(at) {
  const second = Math.floor(at / 1000) + 7 * 3600;
  const day = ((second % 86400) + 86400) % 86400;
  /** @param {number} part */
  const two = (part) => String(part).padStart(2, '0');
  return two(Math.floor(day / 3600)) + ':' + two(Math.floor(day / 60) % 60) + ':' + two(day % 60);
}

/** @param {number | null | undefined} place */
export function ordinal(place) {
  return place === 1 ? 'thứ nhất' : 'thứ ' + place;
}

/** @param {View} view */
export function placeText(view) {
  const { you, standing, finished } = view;
  if (you && !you.ranked) return 'Đồng chí dự thi ngoài bảng xếp hạng';
  const over = view.phase === 'finished';
  const place = over && finished ? finished.place : standing && standing.place;
  if (place === null || place === undefined) return '';
  const of = standing && standing.of ? ' trong ' + standing.of : '';
  return (over ? 'Đồng chí xếp ' : 'Đồng chí đang xếp ') + ordinal(place) + of;
}

/** @param {Receipt} receipt */
export function recordedText(receipt) {
  return 'Đã ghi nhận lúc ' + formatClock(receipt.at);
}

/** @param {string} reason */
export function refusalText(reason) {
  switch (reason) {
    case 'late':
      return 'Câu trả lời đến sau khi hết giờ nên không được tính. Mời đồng chí chờ câu tiếp theo.';
    case 'already_answered':
      return 'Câu này đã có câu trả lời của đồng chí được ghi nhận trước đó. Câu trả lời trước được giữ nguyên.';
    case 'not_open':
      return 'Câu này không còn nhận câu trả lời. Mời đồng chí chờ câu tiếp theo.';
    case 'unknown_question':
      return 'Câu này đã được thay bằng câu khác. Mời đồng chí chờ câu tiếp theo.';
    case 'storage':
      return 'Máy chủ chưa ghi được câu trả lời này. Mời đồng chí chờ kỳ thi tiếp tục.';
    case 'not_a_participant':
      return 'Đồng chí không có trong danh sách dự thi của kỳ này. Xin báo bí thư chi bộ.';
    default:
      return 'Câu trả lời chưa được nhận. Mời đồng chí chọn và gửi lại.';
  }
}
