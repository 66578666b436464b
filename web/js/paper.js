// What a phone remembers of a contest, for its member: the review of every question and the receipts, in words.

import { formatClock, letter } from './game.js';

/** @typedef {import('./game.js').Lived} Lived */
/** @typedef {import('./game.js').View} View */

/**
 * @param {Lived} lived
 * @returns {'right' | 'wrong' | 'none' | 'unknown'}
 */
export function outcome({ chosen, reveal }) {
  if (!reveal) return 'unknown';
  if (!chosen.length) return 'none';
  const { correct } = reveal;
  return chosen.length === correct.length && chosen.every((id) => correct.includes(id)) ? 'right' : 'wrong';
}

/** @param {Lived} lived */
export function outcomeText(lived) {
  switch (outcome(lived)) {
    case 'right':
      return 'Đúng';
    case 'wrong':
      return 'Chưa đúng';
    case 'none':
      return 'Không có câu trả lời';
    default:
      return 'Chưa công bố đáp án';
  }
}

/**
 * The letters of what was chosen, as this phone showed them.
 * @param {Lived} lived
 */
export function chosenLetters({ question, chosen }) {
  const letters = question.options.map((option, k) => (chosen.includes(option.id) ? letter(k) : ''));
  return letters.filter((one) => one !== '').join(', ');
}

/**
 * A text to keep: with it a member finds each answer in the published record.
 * @param {View} view
 * @param {string} title
 */
export function receiptText(view, title) {
  const { you, contest, paper, witness } = view;
  const lines = ['BIÊN NHẬN BÀI THI', title];
  if (you) lines.push(you.unit, 'Đồng chí ' + you.name);
  if (contest) lines.push('Mã số kỳ thi: ' + contest.id);
  for (const lived of paper) {
    lines.push('', 'Câu ' + (lived.question.index + 1) + ': ' + lived.question.text);
    const { receipt } = lived;
    if (receipt) {
      lines.push('Đã chọn ' + chosenLetters(lived) + ', ghi nhận lúc ' + formatClock(receipt.at));
      lines.push('Số thứ tự trong biên bản: ' + receipt.seq, 'Mã: ' + receipt.hash);
    } else {
      lines.push('Không có biên nhận trên máy này');
    }
  }
  if (witness) {
    lines.push('', 'Mốc biên bản máy này đã thấy: số ' + witness.seq, 'Mã: ' + witness.hash);
    lines.push('Chữ ký: ' + witness.signature);
  }
  return lines.join('\n') + '\n';
}
