// What a phone shows of the questions behind it: what became of each option, and at the end the whole paper with its
// receipts. Not needed before the first key, and so not part of the first load.

import { html, useState } from './vendor/preact.js';
import { formatClock, letter } from './game.js';
import { outcome, outcomeText, receiptText } from './paper.js';

/** @typedef {import('./game.js').View} View */
/** @typedef {import('./game.js').Lived} Lived */
/** @typedef {import('./game.js').Option} Option */

/** @param {{ view: View, title: string }} props */
export function Review({ view, title }) {
  const { paper, contest } = view;
  if (!paper.length) return null;
  return html`<section class="review" aria-labelledby="review">
    <h2 id="review">Xem lại bài của đồng chí</h2>
    ${contest && paper.length < contest.questions && html`<p class="quiet">Máy này có ${paper.length} trong ${contest.questions} câu. Bài đầy đủ ở trang kết quả.</p>`}
    ${paper.map((lived) => html`<${Item} key=${lived.question.id} lived=${lived} />`)}
    <${Receipts} view=${view} title=${title} />
  </section>`;
}

/** @param {{ lived: Lived }} props */
function Item({ lived }) {
  const { question, reveal } = lived;
  const became = outcome(lived);
  return html`<article class="card">
    <p class=${'verdict ' + became}>
      ${(became === 'right' || became === 'wrong') && html`<svg class="icon" aria-hidden="true"><use href=${became === 'right' ? '#icon-tick' : '#icon-cross'} /></svg>`}
      Câu ${question.index + 1} · ${outcomeText(lived)}
    </p>
    <h3>${question.text}</h3>
    ${question.image && html`<p class="picture large"><img src=${question.image.url} alt=${question.image.alt} /></p>`}
    <ul class="answers">
      ${question.options.map((option, k) => html`<${Was} key=${option.id} lived=${lived} option=${option} k=${k} />`)}
    </ul>
    ${reveal && reveal.explanation && html`<p>${reveal.explanation}</p>`}
    ${reveal && reveal.source && html`<p class="source">Nguồn: ${reveal.source}</p>`}
  </article>`;
}

/** @param {{ lived: Lived, option: Option, k: number }} props */
function Was({ lived, option, k }) {
  const right = lived.reveal !== null && lived.reveal.correct.includes(option.id);
  const mine = lived.chosen.includes(option.id);
  const wrong = lived.reveal !== null && mine && !right;
  const mark = right ? (mine ? 'Đúng, đã chọn' : 'Đúng') : mine ? 'Đã chọn' : '';
  return html`<li class=${'answer' + (right ? ' right' : wrong ? ' wrong' : mine ? ' mine' : '')}>
    <span class="letter">${letter(k)}</span>
    <span class="words">${option.text}</span>
    ${mark && html`<span class="mark"><svg class="icon" aria-hidden="true"><use href=${wrong ? '#icon-cross' : '#icon-tick'} /></svg> ${mark}</span>`}
  </li>`;
}

/** @param {{ view: View, title: string }} props */
function Receipts({ view, title }) {
  const [said, say] = useState('');
  const received = view.paper.filter((lived) => lived.receipt !== null);
  if (!received.length) return null;
  const text = receiptText(view, title);
  return html`<div class="receipts card">
    <h2>Biên nhận</h2>
    <p>Mỗi câu trả lời đã ghi nhận có một mã riêng. Giữ lại các mã này, đồng chí tự tìm được câu trả lời của mình trong hồ sơ công bố.</p>
    <ul>
      ${received.map(({ question, receipt }) => receipt && html`<li key=${question.id}>Câu ${question.index + 1}, lúc ${formatClock(receipt.at)}, số ${receipt.seq}<br /><span class="hash">${receipt.hash}</span></li>`)}
    </ul>
    <p>
      <button class="button big" type="button" onClick=${() => keep(text)}><svg class="icon" aria-hidden="true"><use href="#icon-download" /></svg> Lưu biên nhận</button>
    </p>
    <p>
      <button class="button big" type="button" onClick=${() => say(copy(text) ? 'Đã chép. Đồng chí dán vào tin nhắn hoặc ghi chú để giữ.' : 'Máy này không cho chép. Đồng chí chụp lại màn hình để giữ.')}>Chép biên nhận</button>
    </p>
    <p role="status">${said}</p>
  </div>`;
}

/** @param {string} text */
function keep(text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = 'bien-nhan-bai-thi.txt';
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/**
 * The old way: the new one is missing on plain http and in some in-app browsers.
 * @param {string} text
 */
function copy(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  field.setAttribute('readonly', '');
  document.body.appendChild(field);
  field.select();
  field.setSelectionRange(0, text.length);
  let copied = false;
  try {
    copied = document.execCommand('copy');
  } catch (problem) {
    copied = false;
  }
  field.remove();
  return copied;
}
