// What a phone shows, told as the messages of an evening.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  announcement,
  choose,
  chooseAgain,
  counted,
  delayText,
  dueToSend,
  expectationText,
  foretell,
  formatClock,
  formatScore,
  formatSeconds,
  inOrder,
  letter,
  lineText,
  maySend,
  opening,
  outsideText,
  ownClosing,
  pageTitle,
  placeText,
  positionOfKey,
  predictionQuestion,
  predictionText,
  presentText,
  readPrediction,
  recall,
  reconnectDelay,
  recordedText,
  reduce,
  refusalText,
  remaining,
  restore,
  sendBy,
  share,
  spokenText,
  start,
  submit,
  troubleText,
  usualTrip,
  verdict,
  wholeSeconds,
} from '../../../web/js/game.js';

const OPENED = Date.UTC(2026, 10, 22, 1, 14, 0);
const LIMIT = 30_000;

const question = (more = {}) => ({
  type: 'question',
  index: 0,
  of: 2,
  id: 'q0',
  text: 'Kết luận số 01-KL/TW do Bộ Chính trị khóa nào ban hành?',
  options: ['X', 'XI', 'XII', 'XIII'].map((text) => ({ id: 'o' + text, text })),
  multiple: false,
  now: OPENED,
  closes_at: OPENED + LIMIT,
  limit: LIMIT,
  ...more,
});

const welcome = (state, more = {}) => ({
  type: 'welcome',
  protocol: 'khacsau.v1',
  contest: { id: 'c', title: 'Tháng 11', mode: 'live', questions: 2, question_limit: LIMIT, allowance_max: 600, rules_url: '/rules' },
  you: { name: 'An', unit: 'Chi bộ 1', ranked: true, order: [[3, 0, 2, 1], [0, 1]], time_factor: 100 },
  now: OPENED,
  state,
  ...more,
});

const receipt = { type: 'recorded', question: 'q0', options: ['oXIII'], seq: 7, hash: 'ab', response_time: 4000, at: OPENED + 27_000 };
const revealed = { type: 'revealed', index: 0, correct: ['oXIII'], explanation: '', source: 'KL 01', distribution: [] };

/** Plays messages one after another. */
function play(...messages) {
  return messages.reduce(reduce, start());
}

const lobby = { type: 'lobby', present: 1, eligible: 3 };
const inQuestion = () => play(welcome(lobby), { type: 'get_ready', index: 0, opens_at: OPENED }, question());

test('an evening: lobby, question, answer, key, place', () => {
  let view = play(welcome(lobby));
  assert.equal(view.phase, 'lobby');
  view = reduce(view, { type: 'get_ready', index: 0, opens_at: OPENED });
  assert.equal(view.opensAt, OPENED);
  view = submit(choose(reduce(view, question()), 'oXIII'), 'key-1', 4000.4);
  assert.deepEqual(view.sent, { type: 'answer', question: 'q0', options: ['oXIII'], key: 'key-1', response_time: 4000 });
  assert.equal(view.recorded, null, 'nothing is recorded before the server says so');
  view = reduce(view, receipt);
  assert.equal(recordedText(view.recorded), 'Đã ghi nhận lúc 08:14:27');
  assert.equal(view.sent, null);
  view = reduce(reduce(view, { type: 'closed', index: 0 }), revealed, 0);
  assert.equal(verdict(view), 'right');
  view = reduce(view, { type: 'standings', index: 0, place: 4, of: 23, score: 1000, elapsed: 4000, yours: null });
  assert.equal(placeText(view), 'Đồng chí đang xếp thứ 4 trong 23');
});

test('options stand in the order drawn for this member', () => {
  assert.deepEqual(inQuestion().question.options.map((option) => option.text), ['XIII', 'X', 'XII', 'XI']);
});

test('an order that does not fit the question is not used', () => {
  assert.deepEqual(inOrder(['a', 'b', 'c'], [1, 0]), ['a', 'b', 'c']);
  assert.deepEqual(inOrder(['a', 'b'], [0, 5]), ['a', 'b']);
  assert.deepEqual(inOrder(['a', 'b'], undefined), ['a', 'b']);
});

test('a choice can be changed until it is sent, and not after', () => {
  let view = choose(choose(inQuestion(), 'oX'), 'oXI');
  assert.deepEqual(view.chosen, ['oXI']);
  view = choose(submit(view, 'k', 1), 'oX');
  assert.deepEqual(view.chosen, ['oXI']);
});

test('a question with several right options takes several', () => {
  let view = play(welcome(lobby), question({ multiple: true }));
  view = choose(choose(choose(view, 'oX'), 'oXI'), 'oX');
  assert.deepEqual(view.chosen, ['oXI']);
});

test('nothing chosen, nothing sent', () => {
  assert.equal(maySend(inQuestion()), false);
  assert.equal(submit(inQuestion(), 'k', 1).sent, null);
});

test('a page that never painted the text claims no time', () => {
  const { sent } = submit(choose(inQuestion(), 'oX'), 'k', null);
  assert.equal('response_time' in sent, false);
});

test('a choice not yet sent goes by itself, early enough for this line', () => {
  const view = choose(inQuestion(), 'oX');
  const closes = OPENED + LIMIT;
  assert.equal(sendBy(closes, 40), closes - 300);
  assert.equal(sendBy(closes, 900), closes - 900);
  assert.equal(dueToSend(view, closes - 301, 40), false);
  assert.equal(dueToSend(view, closes - 300, 40), true);
  assert.equal(dueToSend(view, closes - 900, 900), true);
  assert.equal(dueToSend(inQuestion(), closes, 40), false, 'without a choice there is nothing to send');
  assert.equal(dueToSend(submit(view, 'k', 1), closes, 40), false, 'once is enough');
});

test('a locked question sends the choice at once', () => {
  let view = choose(inQuestion(), 'oX');
  view = reduce(view, { type: 'deadline', question: 'q0', closes_at: OPENED + 9000 });
  assert.equal(dueToSend(view, OPENED + 9000, 40), true);
});

test('more time for a member counts from the opening, also of an extension', () => {
  const you = { name: 'An', unit: '', ranked: true, order: [], time_factor: 150 };
  assert.equal(ownClosing(OPENED, OPENED + 30_000, you), OPENED + 45_000);
  let view = play(welcome(lobby, { you }), question());
  assert.equal(view.question.closesAt, OPENED + 45_000);
  view = reduce(view, { type: 'deadline', question: 'q0', closes_at: OPENED + 40_000 });
  assert.equal(view.question.closesAt, OPENED + 60_000);
});

test('a deadline of another question moves nothing', () => {
  const view = inQuestion();
  assert.equal(reduce(view, { type: 'deadline', question: 'q9', closes_at: 1 }), view);
});

test('coming back to the same question keeps what was chosen and what is under way', () => {
  const before = submit(choose(inQuestion(), 'oXIII'), 'k', 1);
  const after = reduce(before, welcome(question()));
  assert.deepEqual(after.chosen, ['oXIII']);
  assert.equal(after.sent.key, 'k');
});

test('an answer that was recorded while the line was down is known after coming back', () => {
  const before = submit(choose(inQuestion(), 'oXIII'), 'k', 1);
  const after = reduce(before, welcome(question(), { recorded: receipt }));
  assert.equal(after.sent, null);
  assert.equal(recordedText(after.recorded), 'Đã ghi nhận lúc 08:14:27', 'the time it was received, not the time of coming back');
});

test('acknowledged twice, an answer looks the same', () => {
  const once = reduce(submit(choose(inQuestion(), 'oXIII'), 'k', 1), receipt);
  assert.deepEqual(reduce(once, receipt), once);
});

test('coming back to a later question leaves nothing of the earlier one', () => {
  const before = submit(choose(inQuestion(), 'oXIII'), 'k', 1);
  const later = reduce(before, welcome(question({ index: 1, id: 'q1', options: [{ id: 'p', text: 'P' }] })));
  assert.deepEqual([later.chosen, later.sent, later.recorded], [[], null, null]);
  assert.equal(later.question.id, 'q1');
});

test('coming back after the close of an unseen question shows no other question in its place', () => {
  const later = reduce(inQuestion(), welcome({ ...revealed, index: 1, correct: ['p'] }));
  assert.equal(later.question, null);
  assert.equal(later.phase, 'revealed');
  const standings = { type: 'standings', index: 1, place: 1, of: 3, score: 0, elapsed: 0, yours: { options: ['p'], correct: true, response_time: 1 } };
  const back = reduce(inQuestion(), welcome(standings));
  assert.equal(back.question, null);
  assert.equal(verdict(back), 'right');
});

test('a reserve question takes the place of the one that was paused', () => {
  const before = reduce(choose(inQuestion(), 'oX'), { type: 'paused', reason: 'host' });
  assert.equal(before.phase, 'paused');
  const after = reduce(before, welcome(question({ id: 'q0-reserve' })));
  assert.equal(after.phase, 'question');
  assert.deepEqual(after.chosen, []);
});

test('a pause ends where it began', () => {
  const paused = play(welcome(lobby), question(), { type: 'closed', index: 0 }, { type: 'paused', reason: 'storage', text: 'Máy chủ chưa ghi được.' });
  assert.equal(paused.pause, 'Máy chủ chưa ghi được.');
  const pausedTwice = reduce(paused, { type: 'paused', reason: 'host' });
  assert.equal(reduce(pausedTwice, { type: 'resumed' }).phase, 'closed');
});

test('there is no way back into a question that was paused while open', () => {
  const view = play(welcome(lobby), question(), { type: 'paused', reason: 'host', text: '' }, { type: 'resumed' });
  assert.equal(view.phase, 'closed');
});

test('after a reload the kept answer is under way again, but only for its own question', () => {
  const kept = { type: 'answer', question: 'q0', options: ['oX'], key: 'k' };
  assert.equal(restore(inQuestion(), kept).sent, kept);
  assert.equal(restore(inQuestion(), { ...kept, question: 'q9' }).sent, null);
  const recorded = reduce(inQuestion(), receipt);
  assert.equal(restore(recorded, kept).sent, null);
});

test('a refusal says why, and lets a malformed answer be sent again', () => {
  const sent = submit(choose(inQuestion(), 'oX'), 'k', 1);
  const late = reduce(sent, { type: 'rejected', question: 'q0', reason: 'late' });
  assert.equal(late.refused, 'late');
  assert.equal(choose(late, 'oXI'), late);
  const malformed = reduce(sent, { type: 'rejected', question: 'q0', reason: 'malformed' });
  assert.equal(maySend(choose(malformed, 'oXI')), true);
  for (const reason of ['late', 'already_answered', 'not_open', 'unknown_question', 'not_a_participant']) {
    assert.notEqual(refusalText(reason), refusalText('something new'));
  }
});

test('a refused command or a refusal of another question leaves this one alone', () => {
  const sent = submit(choose(inQuestion(), 'oX'), 'k', 1);
  assert.equal(reduce(sent, { type: 'rejected', command: 'open', reason: 'wrong_phase' }), sent);
  const other = reduce(sent, { type: 'rejected', question: 'q9', reason: 'late' });
  assert.deepEqual([other.sent.key, other.refused], ['k', null]);
});

test('an answer that arrives after the close is still shown as recorded', () => {
  const closed = reduce(submit(choose(inQuestion(), 'oXIII'), 'k', 1), { type: 'closed', index: 0 });
  assert.notEqual(reduce(closed, receipt).recorded, null);
});

test('wrong, unanswered and unknown are told apart', () => {
  const wrong = { ...receipt, options: ['oX'] };
  assert.equal(verdict(play(welcome(lobby), question(), wrong, revealed)), 'wrong');
  assert.equal(verdict(play(welcome(lobby), question(), revealed)), 'none');
  assert.equal(verdict(play(welcome(revealed))), 'unknown');
});

test('several right options count all or nothing', () => {
  const all = { ...revealed, correct: ['oX', 'oXI'] };
  assert.equal(verdict(play(welcome(lobby), question({ multiple: true }), { ...receipt, options: ['oX'] }, all)), 'wrong');
  assert.equal(verdict(play(welcome(lobby), question({ multiple: true }), { ...receipt, options: ['oXI', 'oX'] }, all)), 'right');
});

test('what the server counted outranks what the page remembers', () => {
  const standings = { type: 'standings', index: 0, place: 2, of: 3, score: 0, elapsed: 0, yours: { options: ['oX'], correct: false, response_time: 1 } };
  const view = play(welcome(lobby), question(), receipt, revealed, standings);
  assert.deepEqual(counted(view), ['oX']);
  assert.equal(verdict(view), 'wrong');
});

test('who plays outside the ranking is told so instead of a place', () => {
  const you = { name: 'Chi', unit: '', ranked: false, order: [], time_factor: 100 };
  const view = play(welcome({ type: 'finished', results_url: '/r', standing: 'finished' }, { you }));
  assert.match(placeText(view), /ngoài bảng xếp hạng/);
});

test('the end gives a place, or nothing when the rules do not let it be seen yet', () => {
  assert.equal(placeText(play(welcome({ type: 'finished', place: 1, score: 1000, results_url: '/r' }))), 'Đồng chí xếp thứ nhất');
  assert.equal(placeText(play(welcome({ type: 'finished', results_url: '/r' }))), '');
});

test('what was announced about one question is gone with the next', () => {
  const view = play(welcome(lobby), question(), { type: 'notice', text: 'Câu 1 đã được hủy.' });
  assert.equal(view.notice, 'Câu 1 đã được hủy.');
  assert.equal(reduce(view, { type: 'get_ready', index: 1, opens_at: 0 }).notice, '');
});

test('a message this page does not know changes nothing', () => {
  const view = inQuestion();
  assert.equal(reduce(view, { type: 'weather' }), view);
});

test('the reducer never changes the view it was given', () => {
  const freeze = (value) => {
    if (value && typeof value === 'object' && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    }
    return value;
  };
  const messages = [welcome(lobby), question(), receipt, { type: 'closed', index: 0 }, revealed, { type: 'paused', reason: 'host' }];
  const end = messages.reduce((view, message) => freeze(reduce(view, freeze(message))), freeze(start()));
  assert.equal(end.phase, 'paused');
});

test('numbers are written as on paper', () => {
  assert.equal(formatScore(875), '8,75');
  assert.equal(formatScore(1000), '10,00');
  assert.equal(formatScore(5), '0,05');
  assert.equal(formatSeconds(12_400), '12,4 giây');
  assert.equal(formatSeconds(12_499), '12,4 giây', 'floored, as the rules say');
  assert.equal(formatClock(Date.UTC(2026, 10, 21, 17, 5, 9)), '00:05:09');
  assert.deepEqual([0, 1, 3].map(letter), ['A', 'B', 'D']);
});

test('time left never goes below nothing, and a begun second counts', () => {
  assert.equal(remaining(1000, 2500), 0);
  assert.equal(wholeSeconds(17_001), 18);
  assert.equal(share({ openedAt: 0, closesAt: 100 }, 75), 0.25);
  assert.equal(share({ openedAt: 0, closesAt: 100 }, -50), 1);
  assert.equal(share({ openedAt: 100, closesAt: 100 }, 100), 0);
});

test('phones come back anywhere within a bound that doubles and then stays', () => {
  const most = (attempt) => reconnectDelay(attempt, () => 1);
  assert.deepEqual([0, 1, 2, 3, 4, 9, 500].map(most), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  assert.equal(reconnectDelay(6, () => 0), 0);
  assert.equal(reconnectDelay(1, () => 0.25), 250);
});

test('the line in words: the middle round trip decides, not the slowest', () => {
  const trips = (...all) => all.map((took) => ({ took, offset: 0 }));
  assert.equal(usualTrip([]), null);
  assert.equal(usualTrip(trips(40, 1900, 60)), 60);
  assert.equal(lineText('good', null), 'Đường truyền tốt');
  assert.equal(lineText('good', 250), 'Đường truyền tốt');
  assert.equal(lineText('good', 251), 'Đường truyền trung bình');
  assert.equal(lineText('good', 601), 'Đường truyền yếu');
  assert.equal(lineText('weak', 40), 'Đường truyền yếu', 'a sign of life is overdue');
  assert.equal(lineText('lost', 40), 'Mất kết nối');
});

test('a delay beyond what fair time credits is said, and no other', () => {
  const { contest } = inQuestion();
  assert.equal(delayText(null, contest), '');
  assert.equal(delayText(600, contest), '');
  assert.match(delayText(900, contest), /chậm khoảng 0,9 giây, cách tính giờ chỉ bù được 0,6 giây/);
  assert.equal(delayText(900, { ...contest, allowance_max: 2000 }), '');
  assert.equal(delayText(40, { ...contest, allowance_max: 0 }), '', 'what is not felt is not warned of');
});

test('the time left is told at ten and at five seconds, once each', () => {
  const told = [];
  for (let left = 12_000; left >= 0; left -= 100) told.push(announcement(left + 100, left));
  assert.deepEqual(told.filter(Boolean), ['Còn 10 giây', 'Còn 5 giây']);
  assert.equal(announcement(11_000, 4_200), 'Còn 5 giây', 'a page that slept says the nearer one');
  assert.equal(announcement(3_000, 2_900), '', 'a page opened late says nothing of what has passed');
  assert.equal(announcement(6_000, 0), '');
});

test('letters and numbers choose', () => {
  assert.deepEqual(['a', 'B', 'f', '1', '6'].map(positionOfKey), [0, 1, 5, 0, 5]);
  assert.deepEqual(['g', '0', '7', 'Enter', ' ', ''].map(positionOfKey), [-1, -1, -1, -1, -1, -1]);
});

test('a lost line says whose it is and what is safe', () => {
  const idle = inQuestion();
  assert.equal(troubleText(idle, true), 'Mất kết nối, đang thử lại.');
  assert.match(troubleText(idle, false), /^Máy của đồng chí đang mất mạng/);
  const chosen = choose(idle, 'oX');
  assert.match(troubleText(chosen, true), /Phương án đang chọn vẫn được giữ/);
  const sent = submit(chosen, 'k', 1);
  assert.equal(troubleText(sent, true), 'Mất kết nối, đang thử lại. Câu trả lời đã được giữ trên máy này.');
  assert.match(troubleText(reduce(sent, receipt), true), /Câu trả lời đã ghi nhận vẫn an toàn/);
});

test('who is here and what to expect, as sentences', () => {
  assert.equal(presentText({ present: 17, eligible: 24 }), '17 trong 24 đồng chí đã vào phòng thi');
  assert.equal(presentText({ present: 24, eligible: 24 }), 'Cả 24 đồng chí đã vào phòng thi');
  const { contest, you } = inQuestion();
  assert.equal(expectationText(contest, you), '2 câu hỏi, mỗi câu 30 giây');
  assert.equal(expectationText(contest, { ...you, time_factor: 150 }), '2 câu hỏi, mỗi câu 45 giây');
  assert.equal(expectationText({ ...contest, question_limit: 300_000 }, you), '2 câu hỏi, mỗi câu 5 phút');
});

test('the title and the voice say the moment', () => {
  const title = (view) => pageTitle(view, 'Tháng 11');
  assert.equal(title(start()), 'Tháng 11');
  assert.equal(title(play(welcome(lobby))), 'Phòng chờ · Tháng 11');
  assert.equal(title(inQuestion()), 'Câu 1/2 · Tháng 11');
  assert.equal(spokenText(inQuestion()), 'Câu 1/2. ' + question().text);
  const after = reduce(reduce(inQuestion(), receipt), revealed);
  assert.equal(title(after), 'Đáp án câu 1 · Tháng 11');
  assert.equal(spokenText(after), 'Đồng chí trả lời đúng');
});

test('the paper fills as the contest goes, and outlives a page', () => {
  const lived = play(welcome(lobby), question(), receipt, revealed);
  const [row] = lived.paper;
  assert.deepEqual(row.chosen, ['oXIII']);
  assert.deepEqual([row.receipt.seq, row.receipt.hash, row.receipt.at], [7, 'ab', receipt.at]);
  assert.equal(row.reveal, revealed);
  const again = reduce(recall(start(), JSON.parse(JSON.stringify(lived.paper))), welcome(revealed));
  assert.equal(again.phase, 'revealed');
  assert.equal(again.question.text, question().text);
  assert.equal(verdict(again), 'right');
});

test('a reserve takes the place of a void question in the paper too', () => {
  const lived = play(welcome(lobby), question(), receipt, question({ id: 'q9', text: 'Câu dự bị' }));
  assert.deepEqual(lived.paper.map((row) => [row.question.id, row.receipt]), [['q9', null]]);
});

test('what the server says is newer than what was kept', () => {
  const kept = play(welcome(lobby), question()).paper;
  const now = play(welcome(lobby), question(), receipt);
  assert.equal(recall(now, kept).paper[0].receipt.seq, 7);
});

test('a choice that was not sent is there again after a reload, unless it no longer counts', () => {
  const choice = { question: 'q0', options: ['oXI'] };
  assert.deepEqual(chooseAgain(inQuestion(), choice).chosen, ['oXI']);
  assert.deepEqual(chooseAgain(inQuestion(), { ...choice, question: 'q1' }).chosen, []);
  assert.deepEqual(chooseAgain(inQuestion(), { ...choice, options: ['gone'] }).chosen, []);
  assert.deepEqual(chooseAgain(reduce(inQuestion(), receipt), choice).chosen, ['oXIII']);
});

test('the result says of how many', () => {
  const finished = { type: 'finished', place: 1, of: 23, score: 1000, elapsed: 41_000, results_url: '/r', standing: 'finished' };
  assert.equal(placeText(reduce(play(welcome(lobby)), finished)), 'Đồng chí xếp thứ nhất trong 23');
});

// The extra question

const LOBBY = { type: 'lobby', present: 1, eligible: 24, starts_at: OPENED };
const contest = welcome(LOBBY).contest;
const predicting = (more = {}) => reduce(start(), welcome(LOBBY, { contest: { ...contest, predicted: 'participants', ...more } }));

test('a prediction is under way until the server has it, and may be changed', () => {
  let view = foretell(predicting(), ' 18 ');
  assert.equal(view.foretold, 18);
  assert.match(predictionText(view), /Đang gửi/);
  view = reduce(view, { type: 'predicted', value: 18 });
  assert.equal(view.foretold, null);
  assert.equal(predictionText(view), 'Đã ghi nhận dự đoán: 18 người.');
  assert.equal(foretell(view, '18').foretold, null, 'what is on record is not sent again');
  view = foretell(view, '20');
  assert.equal(view.foretold, 20);
  view = reduce(view, { ...LOBBY, present: 2 });
  assert.equal(view.foretold, 20, 'while others arrive');
});

test('after a broken line the server says what it has, and the rest is sent again', () => {
  const view = foretell(predicting(), '18');
  const met = (/** @type {any} */ you) => reduce(view, welcome(LOBBY, { contest: view.contest, you }));
  assert.equal(met({ ...view.you, prediction: 18 }).foretold, null);
  assert.equal(met({ ...view.you, prediction: 9 }).foretold, 18);
});

test('rubbish is told beside the field, and a prediction that comes too late on the next page', () => {
  assert.match(predictionText(foretell(predicting(), 'hai mươi')), /nhập một số/);
  for (const [text, value] of /** @type {[string, number | null][]} */ ([['1.200', 1200], ['0', 0], ['-1', null], ['', null], ['1234567', null], ['1,5', null]])) {
    assert.equal(readPrediction(text), value, text);
  }
  const begun = reduce(foretell(predicting(), '18'), { type: 'get_ready', index: 0, opens_at: OPENED });
  assert.equal(foretell(begun, '18'), begun);
  assert.match(reduce(begun, { type: 'rejected', command: 'prediction', reason: 'wrong_phase' }).notice, /không được tính/);
  const refused = reduce(foretell(predicting(), '18'), { type: 'rejected', command: 'prediction', reason: 'storage' });
  assert.match(predictionText(refused), /chưa ghi được/);
  assert.equal(predictionQuestion(/** @type {any} */ (predicting({ predicted: 'all_correct' }).contest)), 'Đồng chí đoán có bao nhiêu người trả lời đúng tất cả các câu?');
});

test('outside the hours the phone says when they begin again', () => {
  const hours = { days: [1, 2, 3, 4, 5], from: '07:30', to: '17:30' };
  /** @param {number} day of November 2026 in Vietnam; the 23rd is a Monday @param {number} hour @param {number} minute */
  const at = (day, hour, minute) => Date.UTC(2026, 10, day, hour - 7, minute);
  const open = /** @type {any} */ ({ ...contest, mode: 'window', closes_at: at(30, 9, 0), hours });
  assert.equal(opening(open, at(23, 8, 0)), at(23, 8, 0));
  assert.equal(opening(open, at(23, 17, 30)), at(24, 7, 30));
  assert.equal(opening(open, at(27, 18, 0)), at(30, 7, 30));
  assert.equal(opening(open, at(30, 9, 0)), null);
  assert.equal(opening({ ...open, closes_at: at(28, 0, 0) }, at(27, 18, 0)), null, 'no hours are left');
  assert.equal(opening({ ...open, hours: undefined }, at(29, 3, 0)), at(29, 3, 0));
  assert.equal(outsideText(open, at(27, 18, 0)), 'Lúc này ngoài giờ thi. Đồng chí bắt đầu được từ 07:30, thứ Hai 30/11.');
  assert.equal(outsideText(open, at(27, 8, 0)), '');
  assert.match(outsideText(open, at(30, 10, 0)), /Đã hết hạn/);
});
