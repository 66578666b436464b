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
/** @typedef {Welcome['contest']} ContestInfo */

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
 * @property {QuestionFrame['image'] | null} image
 * @property {number} openedAt
 * @property {number} closesAt this member's own closing time
 */

/**
 * @typedef {object} Receipt
 * @property {QuestionId} question
 * @property {OptionId[]} options
 * @property {number} at when the server received the answer
 * @property {number} seq
 * @property {string} hash
 */

/**
 * A question as this phone has lived it, kept for the review at the end and for a page that is opened anew.
 * @typedef {object} Lived
 * @property {Asked} question
 * @property {OptionId[]} chosen as far as the server has confirmed it
 * @property {Receipt | null} receipt
 * @property {Revealed | null} reveal
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
 * @property {Lived[]} paper what has been asked so far, in order
 * @property {number | null} foretold a prediction under way: given away, not yet acknowledged
 * @property {string | null} held why the last prediction, or the start, was not taken
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
    paper: [],
    foretold: null,
    held: null,
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
    case 'predicted':
      return foreseen(view, message.value);
    case 'rejected':
      return refused(view, message);
    case 'closed':
      return { ...at(view, message.index), phase: 'closed' };
    case 'revealed':
      return noted({ ...at(view, message.index), phase: 'revealed', reveal: message });
    case 'standings':
      return noted({ ...at(view, message.index), phase: 'standings', standing: message });
    case 'leaders':
      return { ...view, leaders: message.top };
    case 'finished':
      return { ...view, phase: 'finished', finished: message, sent: null, notice: '' };
    case 'waiting':
      return { ...clean(view), phase: 'waiting', foretold: view.foretold };
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
  const known = message.you.prediction === view.foretold;
  const foretold = known ? null : view.foretold;
  const met = { ...view, contest: message.contest, you: message.you, pause: '', foretold, held: null };
  const next = reduce(met, message.state);
  return message.recorded ? acknowledged(next, message.recorded) : next;
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
  return noted({
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
      image: frame.image || null,
      openedAt,
      closesAt: ownClosing(openedAt, frame.closes_at, view.you),
    },
  });
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
 * @param {Receipt} receipt
 * @returns {View}
 */
function acknowledged(view, { question, options, at, seq, hash }) {
  const sent = view.sent && view.sent.question === question ? null : view.sent;
  if (!view.question || view.question.id !== question) return { ...view, sent };
  return noted({ ...view, sent, chosen: options, recorded: { question, options, at, seq, hash }, refused: null });
}

/**
 * @param {View} view
 * @param {Frame<'rejected'>} message
 * @returns {View}
 */
function refused(view, message) {
  if (message.command) return held(view, message.command, message.reason);
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
  const lived = view.paper.find((row) => row.question.index === index);
  if (!lived) return { ...clean(view), index };
  const { question, chosen, receipt, reveal } = lived;
  return { ...clean(view), index, question, chosen, recorded: receipt, reveal };
}

/**
 * Writes what is known of the question on the page into the paper.
 * @param {View} view
 * @returns {View}
 */
function noted(view) {
  const { question, recorded, reveal } = view;
  if (!question) return view;
  const row = { question, chosen: counted(view), receipt: recorded, reveal };
  const others = view.paper.filter((lived) => lived.question.index !== question.index);
  const paper = others.concat([row]).sort((one, other) => one.question.index - other.question.index);
  return { ...view, paper };
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
    foretold: null,
    held: null,
  };
}

// The extra question, and the start in window mode

/**
 * @param {View} view
 * @param {number} value
 * @returns {View}
 */
function foreseen(view, value) {
  const you = view.you && { ...view.you, prediction: value };
  return { ...view, you, foretold: view.foretold === value ? null : view.foretold, held: null };
}

/**
 * @param {View} view
 * @param {string} command
 * @param {string} reason
 * @returns {View}
 */
function held(view, command, reason) {
  if (command === 'start') return { ...view, held: startText(reason) };
  if (command !== 'prediction') return view;
  const text = predictionRefusal(reason);
  // Too late to be seen beside its field.
  return mayPredict(view) ? { ...view, foretold: null, held: text } : { ...view, notice: text };
}

/** @param {View} view */
export function mayPredict({ contest, you, phase }) {
  return Boolean(contest && contest.predicted && you) && (phase === 'lobby' || phase === 'waiting');
}

/**
 * @param {string} text
 * @returns {number | null} null for what is no number of people
 */
export function readPrediction(text) {
  const digits = text.replace(/[\s.]/g, '');
  return /^\d{1,6}$/.test(digits) ? Number(digits) : null;
}

/**
 * @param {View} view
 * @param {string} text as typed
 * @returns {View}
 */
export function foretell(view, text) {
  if (!mayPredict(view)) return view;
  const value = readPrediction(text);
  if (value === null) return { ...view, foretold: null, held: 'Đồng chí hãy nhập một số, ví dụ 20.' };
  const known = view.you !== null && view.you.prediction === value;
  return { ...view, foretold: known ? null : value, held: null };
}

/** @param {ContestInfo} contest */
export function predictionQuestion(contest) {
  return contest.predicted === 'all_correct'
    ? 'Đồng chí đoán có bao nhiêu người trả lời đúng tất cả các câu?'
    : 'Đồng chí đoán có bao nhiêu người tham gia?';
}

/** @param {View} view */
export function predictionText({ you, foretold, held: why }) {
  if (why) return why;
  if (foretold !== null) return 'Đang gửi dự đoán, chờ ghi nhận…';
  if (!you || you.prediction === undefined) return '';
  return 'Đã ghi nhận dự đoán: ' + you.prediction + ' người.';
}

/** @param {string} reason */
function predictionRefusal(reason) {
  switch (reason) {
    case 'wrong_phase':
    case 'already_started':
      return 'Dự đoán đến sau khi đã bắt đầu làm bài nên không được tính. Dự đoán gửi trước đó, nếu có, vẫn giữ nguyên.';
    case 'storage':
      return 'Máy chủ chưa ghi được dự đoán này. Mời đồng chí gửi lại sau ít giây.';
    default:
      return 'Dự đoán chưa được nhận. Mời đồng chí xem lại con số rồi gửi lại.';
  }
}

/** @param {string} reason */
function startText(reason) {
  switch (reason) {
    case 'outside_hours':
      return 'Lúc này ngoài giờ thi nên chưa bắt đầu được. Mời đồng chí trở lại trong giờ thi.';
    case 'wrong_phase':
      return 'Đã hết hạn bắt đầu làm bài. Xin hỏi bí thư chi bộ.';
    default:
      return 'Chưa bắt đầu được. Mời đồng chí bấm lại sau ít giây.';
  }
}

const ZONE = 7 * 3600000;
const DAY = 86400000;
const WEEKDAYS = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

/**
 * When a member may start: `now` itself while they may, null once it is over.
 * @param {ContestInfo} contest
 * @param {number} now
 * @returns {number | null}
 */
export function opening({ hours, closes_at: closesAt }, now) {
  const end = closesAt === undefined ? Infinity : closesAt;
  if (now >= end) return null;
  if (!hours) return now;
  const midnight = now + ZONE - ((now + ZONE) % DAY);
  for (let day = midnight; day <= midnight + 7 * DAY; day += DAY) {
    if (!hours.days.includes(weekday(day) + 1) || now + ZONE >= day + hourOf(hours.to)) continue;
    const at = Math.max(now, day + hourOf(hours.from) - ZONE);
    return at < end ? at : null;
  }
  return null;
}

/** From 0 for Monday: the epoch began on a Thursday. @param {number} local */
function weekday(local) {
  return (Math.floor(local / DAY) + 3) % 7;
}

/** @param {string} text `07:30` */
function hourOf(text) {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60000;
}

/**
 * Why nobody starts now; empty while they may.
 * @param {ContestInfo} contest
 * @param {number} now
 */
export function outsideText(contest, now) {
  const at = opening(contest, now);
  if (at === now) return '';
  if (at === null) return 'Đã hết hạn bắt đầu làm bài. Đồng chí chưa làm bài này; xin hỏi bí thư chi bộ nếu có lý do.';
  const date = new Date(at + ZONE);
  const day = WEEKDAYS[weekday(at + ZONE)] + ' ' + date.getUTCDate() + '/' + (date.getUTCMonth() + 1);
  return 'Lúc này ngoài giờ thi. Đồng chí bắt đầu được từ ' + formatClock(at).slice(0, 5) + ', ' + day + '.';
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
 * After a reload: what this phone had seen of the contest. What the server has said meanwhile is newer.
 * @param {View} view
 * @param {Lived[]} paper
 * @returns {View}
 */
export function recall(view, paper) {
  const older = paper.filter((row) => !view.paper.some((newer) => newer.question.index === row.question.index));
  return { ...view, paper: older.concat(view.paper).sort((one, other) => one.question.index - other.question.index) };
}

/**
 * And what had been chosen but not sent.
 * @param {View} view
 * @param {{ question: QuestionId, options: OptionId[] } | null} choice
 * @returns {View}
 */
export function chooseAgain(view, choice) {
  if (!choice || !view.question || view.question.id !== choice.question) return view;
  if (view.chosen.length || !mayChoose(view)) return view;
  const known = view.question.options.map((option) => option.id);
  return { ...view, chosen: choice.options.filter((id) => known.includes(id)) };
}

/**
 * Letters and numbers choose: A or 1 is the first option.
 * @param {string} key as a keyboard event names it
 * @returns {number} -1 for any other key
 */
export function positionOfKey(key) {
  if (key.length !== 1) return -1;
  return Math.max('123456'.indexOf(key), 'ABCDEF'.indexOf(key.toUpperCase()));
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

/** When the time left is told to whoever listens instead of looking. */
const TOLD_AT = [5000, 10000];

/**
 * @param {number} before what was left a moment ago
 * @param {number} left
 * @returns {string} empty when there is nothing to say
 */
export function announcement(before, left) {
  const mark = TOLD_AT.find((at) => before > at && left <= at && left > 0);
  return mark ? 'Còn ' + wholeSeconds(mark) + ' giây' : '';
}

// The line

/** Round trips up to here are not felt; beyond FAIR_TRIP a page is visibly behind. */
const GOOD_TRIP = 250;
const FAIR_TRIP = 600;

/**
 * The middle one of the recent round trips: one slow packet is not a slow line.
 * @param {{ took: number }[]} trips
 * @returns {number | null} null when nothing has been measured
 */
export function usualTrip(trips) {
  if (!trips.length) return null;
  const sorted = trips.map((trip) => trip.took).sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/**
 * @param {string} state of the connection
 * @param {number | null} trip the usual one
 */
export function lineText(state, trip) {
  switch (state) {
    case 'good':
      if (trip === null || trip <= GOOD_TRIP) return 'Đường truyền tốt';
      return trip <= FAIR_TRIP ? 'Đường truyền trung bình' : 'Đường truyền yếu';
    case 'weak':
      return 'Đường truyền yếu';
    case 'connecting':
      return 'Đang kết nối';
    case 'lost':
      return 'Mất kết nối';
    case 'replaced':
      return 'Đang dùng máy khác';
    default:
      return 'Đã ngắt';
  }
}

/**
 * A delay beyond what fair time credits is said before it costs anything.
 * @param {number | null} trip the usual one
 * @param {Welcome['contest'] | null} contest
 */
export function delayText(trip, contest) {
  if (trip === null || !contest || trip <= GOOD_TRIP || trip <= contest.allowance_max) return '';
  return (
    'Đường truyền của máy này chậm khoảng ' +
    formatSeconds(trip) +
    ', cách tính giờ chỉ bù được ' +
    formatSeconds(contest.allowance_max) +
    '. Đồng chí nên lại gần bộ phát Wi-Fi hơn, hoặc đổi sang mạng khác.'
  );
}

/**
 * Whose line it is, and what is safe.
 * @param {View} view
 * @param {boolean} online whether this device has any network
 */
export function troubleText(view, online) {
  const where = online ? 'Mất kết nối, đang thử lại.' : 'Máy của đồng chí đang mất mạng. Mất kết nối, đang thử lại.';
  if (view.sent) return where + ' Câu trả lời đã được giữ trên máy này.';
  if (view.phase !== 'question') return where;
  if (view.recorded) return where + ' Câu trả lời đã ghi nhận vẫn an toàn.';
  return view.chosen.length ? where + ' Phương án đang chọn vẫn được giữ.' : where;
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
  const ranked = over && finished ? finished.of : standing && standing.of;
  const of = ranked ? ' trong ' + ranked : '';
  return (over ? 'Đồng chí xếp ' : 'Đồng chí đang xếp ') + ordinal(place) + of;
}

/**
 * @param {View} view
 * @param {string} title
 */
export function pageTitle(view, title) {
  const moment = momentText(view);
  return moment ? moment + ' · ' + title : title;
}

/** @param {View} view */
function momentText({ phase, index, question, contest }) {
  const number = 'câu ' + ((question ? question.index : index || 0) + 1);
  switch (phase) {
    case 'scheduled':
      return 'Chưa mở phòng thi';
    case 'lobby':
      return 'Phòng chờ';
    case 'get_ready':
      return 'Chuẩn bị ' + number;
    case 'question':
      return 'Câu ' + number.slice(4) + (contest ? '/' + contest.questions : '');
    case 'closed':
      return 'Hết giờ ' + number;
    case 'revealed':
      return 'Đáp án ' + number;
    case 'standings':
      return 'Thứ hạng sau ' + number;
    case 'paused':
      return 'Tạm dừng';
    case 'waiting':
      return 'Bắt đầu làm bài';
    case 'finished':
      return 'Đã kết thúc';
    default:
      return '';
  }
}

/**
 * What a screen reader says when the moment changes; the page itself says the rest.
 * @param {View} view
 */
export function spokenText(view) {
  switch (view.phase) {
    case 'question':
      return view.question ? momentText(view) + '. ' + view.question.text : '';
    case 'revealed':
      return verdictText(view);
    case 'standings':
      return placeText(view);
    case 'finished':
      return 'Kỳ thi đã kết thúc. ' + placeText(view);
    case 'paused':
      return view.pause;
    default:
      return momentText(view);
  }
}

/** @param {View} view */
export function verdictText(view) {
  switch (verdict(view)) {
    case 'right':
      return 'Đồng chí trả lời đúng';
    case 'wrong':
      return 'Câu trả lời chưa đúng';
    case 'none':
      return 'Đồng chí chưa trả lời câu này';
    default:
      return 'Đã công bố đáp án';
  }
}

/** @param {{ present: number, eligible: number }} view */
export function presentText({ present, eligible }) {
  if (eligible > 0 && present >= eligible) return 'Cả ' + eligible + ' đồng chí đã vào phòng thi';
  return present + ' trong ' + eligible + ' đồng chí đã vào phòng thi';
}

/**
 * @param {Welcome['contest']} contest
 * @param {Welcome['you'] | null} you
 */
export function expectationText(contest, you) {
  const limit = ownClosing(0, contest.question_limit, you);
  const each = limit >= 120000 && limit % 60000 === 0 ? limit / 60000 + ' phút' : wholeSeconds(limit) + ' giây';
  return contest.questions + ' câu hỏi, mỗi câu ' + each;
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
