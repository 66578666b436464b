// What a host may do at this moment: the one next step, and the rare ones, each with what it will do in words.

import { driverOf, isRunning } from './desk.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */

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
      // Each begins alone, from the printed hour on.
      if (desk.contest && desk.contest.mode === 'window') return null;
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
        ? step('next', 'Kết thúc kỳ thi', 'Hiện kết quả chung cuộc trên mọi máy.')
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
  if (desk.lead && desk.lead.course.length) return !desk.lead.course.includes('ahead');
  return desk.contest !== null && desk.index !== null && desk.index + 1 >= desk.contest.questions;
}

/** @param {Desk} desk */
function nextLabel(desk) {
  const ahead = desk.lead ? desk.lead.course.indexOf('ahead') : -1;
  if (ahead >= 0) return 'Mở câu ' + (ahead + 1);
  return desk.index === null ? 'Mở câu tiếp theo' : 'Mở câu ' + (desk.index + 2);
}

// The rare steps

/**
 * @typedef {object} Rare
 * @property {string} id
 * @property {string} key which key asks for it
 * @property {string} label
 * @property {string} effect what will happen, in words
 * @property {boolean} [danger]
 * @property {Asking} [asks] asked once before it is done
 * @property {(reason: string, index: number) => ClientMessage} message
 */

/**
 * @typedef {object} Asking
 * @property {string} heading
 * @property {string} text what will happen, in full
 * @property {string} yes
 * @property {string} [reason] what the reason field starts with
 * @property {number[]} [questions] which one is meant, the likeliest first
 */

/**
 * @param {Desk} desk
 * @returns {Rare[]}
 */
export function rareSteps(desk) {
  if (desk.contest && desk.contest.mode === 'window' && desk.phase !== 'finished') return windowSteps(desk);
  const running = isRunning(desk);
  /** @type {Rare[]} */
  const steps = [];
  if (desk.phase === 'question') steps.push(extending(15, '1'), extending(30, '3'));
  if ((running || desk.phase === 'lobby') && desk.phase !== 'paused') steps.push(pausing(desk));
  const questions = voidable(desk);
  if (questions.length) steps.push(voiding(questions));
  if (running || desk.phase === 'lobby') steps.push(ending(desk));
  return steps;
}

/**
 * Where each plays alone there is one: to end it before its time.
 * @param {Desk} desk
 * @returns {Rare[]}
 */
function windowSteps(desk) {
  if (desk.phase !== 'lobby' && desk.phase !== 'waiting') return [];
  /** @type {Rare} */
  const end = {
    id: 'end',
    key: 'K',
    label: 'Kết thúc sớm',
    effect: 'Đóng khung giờ thi trước hạn, với mọi đồng chí.',
    danger: true,
    asks: {
      heading: 'Kết thúc kỳ thi trước hạn',
      text:
        'Không ai bắt đầu được nữa. Ai đang làm bài thì dừng ngay: những câu đã ghi nhận vẫn được tính, những câu chưa trả lời tính như không trả lời. ' +
        'Không quay lại được. Đảng viên thấy lý do trên trang kỳ thi.',
      yes: 'Kết thúc tại đây',
      reason: 'Mọi đồng chí đã làm bài xong',
    },
    message: (reason) => ({ type: 'end', reason }),
  };
  return [end];
}

/**
 * @param {number} seconds
 * @param {string} key
 * @returns {Rare}
 */
function extending(seconds, key) {
  return {
    id: 'extend-' + seconds,
    key,
    label: 'Thêm ' + seconds + ' giây',
    effect: 'Mọi đồng chí có thêm ' + seconds + ' giây cho câu này.',
    message: () => ({ type: 'extend', seconds }),
  };
}

/**
 * @param {Desk} desk
 * @returns {Rare}
 */
function pausing(desk) {
  const open = desk.phase === 'question';
  return {
    id: 'pause',
    key: 'P',
    label: 'Tạm dừng',
    effect: open ? 'Câu đang mở bị hủy, câu dự phòng thay thế.' : 'Dừng ở bước này trên mọi máy.',
    asks: {
      heading: 'Tạm dừng kỳ thi',
      text: open
        ? 'Câu đang mở sẽ bị hủy và được thay bằng câu dự phòng khi tiếp tục. Không đồng chí nào được tính điểm câu này.'
        : 'Kỳ thi dừng ở bước này cho đến khi bấm Tiếp tục. Câu trả lời đã ghi nhận vẫn giữ nguyên.',
      yes: 'Tạm dừng',
    },
    message: () => ({ type: 'pause' }),
  };
}

/**
 * Questions that have been asked and are not void; the present one first, then the latest.
 * @param {Desk} desk
 * @returns {number[]}
 */
function voidable(desk) {
  const over = desk.phase === 'finished' && desk.finished !== null && desk.finished.standing !== 'published';
  if (!over && (!isRunning(desk) || desk.phase === 'get_ready')) return [];
  if (!desk.lead) return desk.index === null ? [] : [desk.index];
  const asked = desk.lead.course.map((state, index) => (state === 'asked' ? index : -1)).filter((index) => index >= 0);
  return asked.reverse();
}

/**
 * @param {number[]} questions
 * @returns {Rare}
 */
function voiding(questions) {
  const number = questions[0] + 1;
  return {
    id: 'void',
    key: 'H',
    label: 'Hủy câu ' + number + (questions.length > 1 ? ' hoặc câu khác' : ''),
    effect: 'Câu hỏi có sai sót: không tính điểm cho ai.',
    asks: {
      heading: 'Hủy câu hỏi',
      text: 'Câu này không tính điểm và không tính thời gian cho tất cả các đồng chí. Không khôi phục được. Lý do được lưu cùng biên bản.',
      yes: 'Hủy câu hỏi này',
      reason: 'Câu hỏi có sai sót',
      questions,
    },
    message: (reason, index) => ({ type: 'void_question', index, reason }),
  };
}

/**
 * @param {Desk} desk
 * @returns {Rare}
 */
function ending(desk) {
  const open = desk.phase === 'question' ? ' Câu đang mở không tính điểm.' : '';
  return {
    id: 'end',
    key: 'K',
    label: 'Kết thúc kỳ thi ngay',
    effect: 'Dừng hẳn, các câu còn lại không thi nữa.',
    danger: true,
    asks: {
      heading: 'Kết thúc kỳ thi ngay',
      text: 'Kỳ thi dừng hẳn tại đây, các câu chưa mở sẽ không thi nữa.' + open + ' Không quay lại được. Lý do được lưu cùng biên bản.',
      yes: 'Kết thúc tại đây',
      reason: 'Hết thời gian sinh hoạt',
    },
    message: (reason) => ({ type: 'end', reason }),
  };
}

// The wheel

/**
 * Whose hands the contest is in, and what this desk may do about it.
 * @param {Desk} desk
 * @returns {{ driving: boolean, text: string, others: { member: string, name: string }[] }}
 */
export function wheel(desk) {
  const driver = driverOf(desk.lead);
  if (!desk.lead || !driver) return { driving: true, text: '', others: [] };
  const others = desk.lead.hosts.filter((host) => host.here && !host.you);
  if (driver.you) {
    const watching = others.map((host) => host.name).join(', ');
    const text = watching ? 'Đồng chí đang điều khiển. Cùng theo dõi: ' + watching + '.' : 'Đồng chí đang điều khiển.';
    return { driving: true, text, others };
  }
  const state = driver.here ? ' đang điều khiển.' : ' giữ bàn điều khiển nhưng đang mất kết nối.';
  return { driving: false, text: driver.name + state + ' Đồng chí đang theo dõi.', others };
}

/**
 * What a host who comes back, or waits, should know of how the contest goes on.
 * @param {Desk} desk
 */
export function pacingText(desk) {
  if (!desk.lead || !isRunning(desk)) return '';
  if (desk.lead.pacing === 'absent') {
    const seconds = Math.round(desk.lead.setup.host_absence / 1000);
    return (
      'Người điều khiển vắng quá ' + seconds + ' giây nên kỳ thi đang tự chuyển câu theo đồng hồ. ' +
      'Bấm bước tiếp theo là đồng chí điều khiển trở lại.'
    );
  }
  return desk.lead.pacing === 'auto' ? 'Kỳ thi tự chuyển câu theo đồng hồ, đúng như thể lệ.' : '';
}
