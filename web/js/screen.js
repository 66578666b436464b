// The projector: everything large, nothing to touch.

import { html, render, signal, effect } from './vendor/preact.js';
import { address, browser, connect } from './connection.js';
import { heard, newClock, serverTime, travelled } from './clock.js';
import { formatScore, formatSeconds, letter, remaining, share, wholeSeconds } from './game.js';
import { counts, reduce, start } from './desk.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./game.js').Asked} Asked */
/** @typedef {import('./connection.js').Line} Line */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const contest = app.dataset.contest || '';
const unit = app.dataset.unit || '';
const title = app.dataset.title || '';
const code = app.dataset.code || '';

/** How many places fit on the page below one another. */
const PLACES = 8;

const desk = signal(start());
const line = signal(/** @type {Line} */ ('connecting'));
const now = signal(Date.now());

let clock = newClock();

const connection = connect(
  address(contest, 'screen'),
  contest,
  {
    hear(message) {
      if ('now' in message) clock = heard(clock, message.now, Date.now());
      desk.value = reduce(desk.value, message, serverTime(clock, Date.now()));
      // This page was opened during the pause and was never told what came before it.
      if (message.type === 'resumed' && desk.value.phase === 'connecting') connection.again();
    },
    line(state) {
      line.value = state;
    },
    trip(sentAt, serverNow, receivedAt) {
      clock = travelled(clock, sentAt, serverNow, receivedAt);
    },
    fresh() {
      clock = newClock();
    },
  },
  browser(),
);

setInterval(() => {
  now.value = serverTime(clock, Date.now());
}, 100);
window.addEventListener('online', () => connection.hurry());

// Drawing

function App() {
  const shown = desk.value;
  const lobby = ['connecting', 'scheduled', 'lobby'].includes(shown.phase);
  return html`
    <header class="screen-top">
      <p class="unit">${unit}</p>
      ${!lobby && html`<p class="number">${numberText(shown)}</p>`}
      ${!lobby && html`<p class="code-small">Mã kỳ thi <b>${code}</b></p>`}
    </header>
    <${Moment} desk=${shown} />
    ${(line.value === 'lost' || line.value === 'weak') && html`<p class="bar caution" role="status">Màn chiếu đang nối lại với máy chủ.</p>`}
    ${line.value === 'replaced' &&
    html`<p class="bar">Màn chiếu đã mở ở nơi khác. <button class="button" type="button" onClick=${() => connection.takeOver()}>Tiếp tục trên máy này</button></p>`}
  `;
}

/** @param {Desk} shown */
function numberText(shown) {
  if (shown.phase === 'finished' || shown.index === null || !shown.contest) return title;
  return 'Câu ' + (shown.index + 1) + '/' + shown.contest.questions;
}

/** @param {{ desk: Desk }} props */
function Moment({ desk: shown }) {
  switch (shown.phase) {
    case 'connecting':
    case 'scheduled':
    case 'lobby':
      return html`<section class="welcome">
        <h1>${title}</h1>
        ${shown.phase === 'lobby' && html`<p class="figure"><b data-testid="present">${shown.present}</b>/${shown.eligible} đồng chí đã vào phòng thi</p>`}
        ${shown.phase === 'scheduled' && html`<p class="figure">Phòng thi chưa mở</p>`}
      </section>`;
    case 'get_ready':
      return html`<section class="welcome">
        <h1>Chuẩn bị câu ${(shown.index || 0) + 1}</h1>
        <p class="countdown">${shown.opensAt === null ? '' : wholeSeconds(remaining(shown.opensAt, now.value))}</p>
      </section>`;
    case 'question':
    case 'closed':
    case 'revealed':
      return html`<${Question} desk=${shown} />`;
    case 'standings':
      return html`<${Board} desk=${shown} heading="Dẫn đầu" />`;
    case 'paused':
      return html`<section class="welcome">
        <h1>Kỳ thi đang tạm dừng</h1>
        <p>${shown.pause || 'Những câu trả lời đã ghi nhận vẫn an toàn.'}</p>
      </section>`;
    case 'waiting':
      return html`<section class="welcome"><h1>${title}</h1><p class="figure">Kỳ thi mở theo khung giờ. Mỗi đồng chí tự bắt đầu trên điện thoại.</p></section>`;
    case 'finished':
      return html`<${Board} desk=${shown} heading="Kết quả kỳ thi" />`;
    default:
      return null;
  }
}

/** @param {{ desk: Desk }} props */
function Question({ desk: shown }) {
  const { question, reveal, phase } = shown;
  return html`<section class="question" data-testid="question">
    ${phase === 'question' && question && html`<${Timer} question=${question} />`}
    ${phase === 'closed' && html`<p class="word">Đã hết giờ</p>`}
    ${question ? html`<h1 class=${'stem ' + size(shown, question)}>${question.text}</h1>` : html`<h1 class="stem">Câu ${(shown.index || 0) + 1}</h1>`}
    ${question && html`<${Options} desk=${shown} question=${question} />`}
    ${reveal &&
    html`<div class="why">
      ${reveal.explanation && html`<p>${reveal.explanation}</p>`}
      ${reveal.source && html`<p class="quiet">Nguồn: ${reveal.source}</p>`}
    </div>`}
    ${phase !== 'revealed' && html`<p class="figure"><b data-testid="answered">${shown.answered}/${shown.present}</b> đồng chí đã trả lời</p>`}
    ${phase === 'question' && html`<p class="quiet">Thứ tự phương án trên mỗi điện thoại có thể khác màn chiếu.</p>`}
  </section>`;
}

/**
 * Long questions step down so that the whole of one, and later its explanation, stays on the wall.
 * @param {Desk} shown
 * @param {Asked} question
 */
function size({ reveal }, question) {
  const asked = question.text.length + question.options.reduce((sum, option) => sum + option.text.length, 0) / 2;
  const length = asked + (reveal ? 80 + (reveal.explanation || '').length / 2 : 0);
  if (length > 420) return 'longest';
  if (length > 260) return 'longer';
  return length > 150 ? 'long' : '';
}

/** @param {{ desk: Desk, question: Asked }} props */
function Options({ desk: shown, question }) {
  const { reveal } = shown;
  const tallies = counts(reveal, question.options.map((option) => option.id));
  const most = Math.max(1, ...tallies);
  return html`<ul class=${'wall ' + size(shown, question)}>
    ${question.options.map((option, k) => {
      const right = reveal !== null && reveal.correct.includes(option.id);
      return html`<li key=${option.id} class=${'answer' + (right ? ' right' : '')}>
        <span class="letter">${letter(k)}</span>
        <span class="words">${option.text}</span>
        ${right && html`<span class="mark">✓ Đúng</span>`}
        ${reveal &&
        html`<span class="share">
          <span class="track"><span class="fill" style=${{ transform: 'scaleX(' + (tallies[k] / most).toFixed(3) + ')' }}></span></span>
          <b class="number">${tallies[k]}</b>
        </span>`}
      </li>`;
    })}
  </ul>`;
}

/** @param {{ question: Asked }} props */
function Timer({ question }) {
  const left = remaining(question.closesAt, now.value);
  return html`<div class=${left <= 5000 ? 'timer short' : 'timer'} role="timer">
    <span class="track"><span class="fill" style=${{ transform: 'scaleX(' + share(question, now.value).toFixed(3) + ')' }}></span></span>
    <span class="seconds">${wholeSeconds(left)} giây</span>
  </div>`;
}

/** @param {{ desk: Desk, heading: string }} props */
function Board({ desk: shown, heading }) {
  const podium = shown.phase === 'finished';
  return html`<section class="question">
    <h1>${heading}</h1>
    ${!shown.leaders.length && html`<p class="figure">${podium ? 'Kỳ thi đã kết thúc. Kết quả ở trang kết quả của kỳ thi.' : 'Chưa có thứ hạng.'}</p>`}
    <ol class=${podium ? 'board-list podium' : 'board-list'} data-testid="leaders">
      ${shown.leaders.slice(0, PLACES).map(
        (leader, k) => html`<li key=${k} class=${leader.place <= 3 ? 'place-' + leader.place : ''}>
          <span class="rank">${leader.place}</span>
          <span class="words">${leader.name} <span class="quiet">${leader.unit}</span></span>
          <span class="number">${formatScore(leader.score)} điểm</span>
          <span class="number quiet">${formatSeconds(leader.elapsed)}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}

app.textContent = '';
render(html`<${App} />`, app);
effect(() => {
  app.dataset.phase = desk.value.phase;
  // The way in, with its QR code, is drawn by the server beside the app; it stays up until the first question.
  const join = document.getElementById('join');
  if (join) join.hidden = !['connecting', 'scheduled', 'lobby'].includes(desk.value.phase);
});
