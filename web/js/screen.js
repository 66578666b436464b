// The projector: everything large, nothing to touch.

import { html, render, signal, effect, useLayoutEffect, useRef } from './vendor/preact.js';
import { address, browser, connect } from './connection.js';
import { heard, newClock, serverTime, travelled } from './clock.js';
import { letter, remaining, share, wholeSeconds } from './game.js';
import { counts, reduce, start } from './desk.js';
import { Podium, Standings } from './board.js';
import { FITS, announcement, calledOut, shortHash, startsText } from './wall.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./game.js').Asked} Asked */
/** @typedef {import('./connection.js').Line} Line */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const contest = app.dataset.contest || '';
const unit = app.dataset.unit || '';
const title = app.dataset.title || '';
const code = app.dataset.code || '';
const fingerprint = app.dataset.fingerprint || '';

/** Until the first question the way in stays up. */
const GATHERING = ['connecting', 'scheduled', 'lobby', 'waiting'];


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
      // Called off before it began: the contest's page tells why.
      if (state === 'finished' && desk.value.phase === 'scheduled') location.replace('/contests/' + contest);
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
document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 'f' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  fullScreen();
});

/** Safari 14 has these under names of its own. */
function fullScreen() {
  const page = /** @type {any} */ (document.documentElement);
  const whole = /** @type {any} */ (document);
  const open = whole.fullscreenElement || whole.webkitFullscreenElement;
  const change = open
    ? whole.exitFullscreen || whole.webkitExitFullscreen
    : page.requestFullscreen || page.webkitRequestFullscreen;
  const changed = change && change.call(open ? whole : page);
  // Where it is not allowed, the page simply stays as it is.
  if (changed && changed.catch) changed.catch(() => {});
}

// Drawing

function App() {
  const shown = desk.value;
  const gathering = GATHERING.includes(shown.phase);
  const said = announcement(shown, now.value);
  return html`
    ${!gathering && shown.phase !== 'finished' &&
    html`<header class="screen-top">
      <p class="unit">${unit}</p>
      <p class="code-small">Mã kỳ thi <b>${calledOut(code)}</b></p>
      <p class="number">${numberText(shown)}</p>
    </header>`}
    <${Moment} desk=${shown} />
    ${said && html`<p class="said" role="status">${said}</p>`}
    ${(line.value === 'lost' || line.value === 'weak') && html`<p class="line-small" role="status">Màn chiếu đang nối lại với máy chủ. Kỳ thi vẫn tiếp tục.</p>`}
    ${line.value === 'replaced' &&
    html`<p class="said">Màn chiếu đã mở ở nơi khác. <button class="button" type="button" onClick=${() => connection.takeOver()}>Tiếp tục trên máy này</button></p>`}
  `;
}

/** @param {Desk} shown */
function numberText(shown) {
  if (shown.index === null || !shown.contest) return title;
  return 'Câu ' + (shown.index + 1) + '/' + shown.contest.questions;
}

/** @param {{ desk: Desk }} props */
function Moment({ desk: shown }) {
  switch (shown.phase) {
    case 'connecting':
    case 'scheduled':
    case 'lobby':
    case 'waiting':
      return html`<${Gathering} desk=${shown} />`;
    case 'get_ready':
      return html`<section class="moment">
        <h1>Chuẩn bị câu ${(shown.index || 0) + 1}</h1>
        <p class="countdown">${shown.opensAt === null ? '' : wholeSeconds(remaining(shown.opensAt, now.value))}</p>
      </section>`;
    case 'question':
    case 'closed':
    case 'revealed':
      return html`<${Question} desk=${shown} />`;
    case 'standings':
      return html`<${Standings} desk=${shown} />`;
    case 'paused':
      return html`<section class="moment">
        <h1>Kỳ thi đang tạm dừng</h1>
        <p class="large">${shown.pause || 'Những câu trả lời đã ghi nhận vẫn an toàn.'}</p>
      </section>`;
    case 'finished':
      return html`<${Podium} desk=${shown} title=${title} unit=${unit} fingerprint=${fingerprint} hash=${shown.witness ? shortHash(shown.witness.hash) : ''} />`;
    default:
      return null;
  }
}

/** @param {{ desk: Desk }} props */
function Gathering({ desk: shown }) {
  return html`<section class="welcome">
    <p class="unit">${unit}</p>
    <h1>${title}</h1>
    ${shown.phase === 'lobby' &&
    html`<p class="gathered"><b><span data-testid="present">${shown.present}</span>/${shown.eligible}</b> đồng chí đã vào phòng thi</p>
      <p class="large quiet">${startsText(shown)}</p>`}
    ${shown.phase === 'scheduled' && html`<p class="large">Phòng thi chưa mở.</p><p class="large quiet">${startsText(shown)}</p>`}
    ${shown.phase === 'waiting' && html`<p class="large">Kỳ thi mở theo khung giờ. Mỗi đồng chí tự bắt đầu trên điện thoại.</p>`}
    <p class="hint quiet">Phím F: toàn màn hình</p>
  </section>`;
}

/** @param {{ desk: Desk }} props */
function Question({ desk: shown }) {
  const { question, reveal, phase } = shown;
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const fitted = () => {
    if (frame.current) fit(frame.current);
  };
  useLayoutEffect(fitted, [question, reveal, phase]);
  useLayoutEffect(() => {
    window.addEventListener('resize', fitted);
    // The typeface may come after the first drawing, and is wider.
    const { fonts } = document;
    if (fonts) fonts.ready.then(fitted);
    return () => window.removeEventListener('resize', fitted);
  }, []);
  return html`<section class="question" data-testid="question" ref=${frame}>
    <div class="clock-row">
      ${phase === 'question' && question && html`<${Timer} question=${question} />`}
      ${phase === 'closed' && html`<p class="word">Đã hết giờ</p>`}
      ${phase === 'revealed' && html`<p class="word right">Đáp án</p>`}
    </div>
    <h1 class="stem">${question ? question.text : 'Câu ' + ((shown.index || 0) + 1)}</h1>
    ${question && question.image && html`<p class="picture"><img src=${question.image.url} alt=${question.image.alt} /></p>`}
    ${question && html`<${Options} desk=${shown} question=${question} />`}
    ${reveal &&
    html`<div class="why">
      ${reveal.explanation && html`<p>${reveal.explanation}</p>`}
      ${reveal.source && html`<p class="quiet">Nguồn: ${reveal.source}</p>`}
    </div>`}
    ${phase !== 'revealed' &&
    html`<div class="foot">
      <p class="figure"><b data-testid="answered">${shown.answered}/${shown.present}</b> đồng chí đã trả lời</p>
      ${phase === 'question' && html`<p class="quiet">Thứ tự phương án trên điện thoại có thể khác màn chiếu.</p>`}
    </div>`}
  </section>`;
}

/**
 * Smaller in steps until the whole question is on the wall.
 * @param {HTMLElement} frame
 */
function fit(frame) {
  for (const { scale, stem } of FITS) {
    frame.dataset.stem = stem;
    frame.style.setProperty('--fit', String(scale));
    if (frame.scrollHeight <= frame.clientHeight) return;
  }
}

/** @param {{ desk: Desk, question: Asked }} props */
function Options({ desk: shown, question }) {
  const { reveal } = shown;
  const tallies = counts(reveal, question.options.map((option) => option.id));
  const most = Math.max(1, ...tallies);
  return html`<ul class="wall">
    ${question.options.map((option, k) => {
      const right = reveal !== null && reveal.correct.includes(option.id);
      return html`<li key=${option.id} class=${'answer' + (right ? ' right' : reveal ? ' other' : '')}>
        <span class="letter">${letter(k)}</span>
        <span class="words">${option.text}</span>
        ${right && html`<span class="mark">✓ Đúng</span>`}
        ${reveal &&
        html`<span class="share">
          <span class="track" aria-hidden="true"><span class="fill" style=${{ transform: 'scaleX(' + (tallies[k] / most).toFixed(3) + ')' }}></span></span>
          <b class="number">${tallies[k]}<span class="visually-hidden"> đồng chí chọn</span></b>
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
    <span class="seconds"><b>${wholeSeconds(left)}</b> giây</span>
  </div>`;
}

app.textContent = '';
render(html`<${App} />`, app);
effect(() => {
  app.dataset.phase = desk.value.phase;
  // The way in, with its QR code, is drawn by the server beside the app.
  const join = document.getElementById('join');
  if (join) join.hidden = !GATHERING.includes(desk.value.phase);
});
