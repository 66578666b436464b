// The host's desk: one big next step, the course of the contest, and the rare steps that ask once before they act.

import { html, render, signal, effect, useEffect, useRef } from './vendor/preact.js';
import { address, browser, connect } from './connection.js';
import { heard, newClock, serverTime, travelled } from './clock.js';
import { formatClock, formatScore, formatSeconds, letter, remaining, share, wholeSeconds } from './game.js';
import { ask, counts, course, isRunning, nextStep, phaseText, reduce, start } from './desk.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./connection.js').Line} Line */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const contest = app.dataset.contest || '';
const unit = app.dataset.unit || '';
const title = app.dataset.title || '';
const code = app.dataset.code || '';
const joinUrl = app.dataset.joinUrl || '';

/** A second press meant for the step before must not take the step after. */
const SETTLE = 600;

const desk = signal(start());
const line = signal(/** @type {Line} */ ('connecting'));
const now = signal(Date.now());
const tick = signal(Date.now());
const confirming = signal(/** @type {Rare | null} */ (null));
const changedAt = signal(0);

let clock = newClock();

const connection = connect(
  address(contest, 'host'),
  contest,
  {
    hear(message) {
      if ('now' in message) clock = heard(clock, message.now, Date.now());
      const before = desk.value.phase;
      desk.value = reduce(desk.value, message, serverTime(clock, Date.now()));
      if (desk.value.phase !== before) changedAt.value = Date.now();
      // This page was opened during the pause and was never told what came before it.
      if (message.type === 'resumed' && desk.value.phase === 'connecting') connection.again();
    },
    line(state) {
      line.value = state;
      if (state === 'lost') desk.value = { ...desk.value, asked: null };
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

// Acting

/** @param {ClientMessage} message */
function command(message) {
  if (connection.send(message)) desk.value = ask(desk.value, message.type);
}

function ready() {
  const connected = line.value === 'good' || line.value === 'weak';
  return connected && desk.value.asked === null && !isClosing() && tick.value - changedAt.value >= SETTLE;
}

/** Time is over, and the last answers are still on their way: the room closes by itself in a moment. */
function isClosing() {
  const { phase, question } = desk.value;
  return phase === 'question' && question !== null && now.value >= question.closesAt;
}

function advance() {
  const step = nextStep(desk.value);
  if (step && ready() && !confirming.value) command({ type: step.command });
}

setInterval(() => {
  tick.value = Date.now();
  now.value = serverTime(clock, tick.value);
}, 100);
window.addEventListener('online', () => connection.hurry());
window.addEventListener('offline', () => connection.hurry());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) connection.hurry();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== ' ' || event.repeat) return;
  const focused = event.target;
  if (focused instanceof HTMLElement && focused.closest('button, input, textarea, select, a, summary')) return;
  event.preventDefault();
  advance();
});

// Rare steps

/**
 * @typedef {object} Rare
 * @property {string} heading
 * @property {string} text what will happen
 * @property {string} yes
 * @property {string} reason what the reason field starts with; empty when none is asked
 * @property {(reason: string) => ClientMessage} message
 */

/** @returns {Rare} */
function pausing() {
  const open = desk.value.phase === 'question';
  return {
    heading: 'Tạm dừng kỳ thi',
    text: open
      ? 'Câu đang mở sẽ bị hủy và được thay bằng câu dự phòng khi tiếp tục. Không đồng chí nào được tính điểm câu này.'
      : 'Kỳ thi dừng ở bước này cho đến khi bấm Tiếp tục. Câu trả lời đã ghi nhận vẫn giữ nguyên.',
    yes: 'Tạm dừng',
    reason: '',
    message: () => ({ type: 'pause' }),
  };
}

/**
 * @param {number} index
 * @returns {Rare}
 */
function voiding(index) {
  return {
    heading: 'Hủy câu ' + (index + 1),
    text: 'Câu này không tính điểm và không tính thời gian cho tất cả các đồng chí. Lý do được ghi vào biên bản.',
    yes: 'Hủy câu ' + (index + 1),
    reason: 'Câu hỏi có sai sót',
    message: (reason) => ({ type: 'void_question', index, reason }),
  };
}

/** @returns {Rare} */
function ending() {
  return {
    heading: 'Kết thúc kỳ thi ngay',
    text: 'Kỳ thi dừng hẳn tại đây, các câu chưa mở sẽ không thi nữa. Không quay lại được. Lý do được ghi vào biên bản.',
    yes: 'Kết thúc kỳ thi',
    reason: 'Hết thời gian sinh hoạt',
    message: (reason) => ({ type: 'end', reason }),
  };
}

// Drawing

function App() {
  const shown = desk.value;
  return html`
    <header class="desk-top">
      <div>
        <p class="unit">${unit}</p>
        <h1>${title}</h1>
      </div>
      <p class="line" data-testid="line" data-line=${line.value} role="status">${lineText(line.value)}</p>
      <nav class="ways">
        <a class="button" href=${'/contests/' + contest + '/screen'} target="_blank" rel="noopener">Mở màn chiếu</a>
        <a class="button" href=${'/contests/' + contest + '/results'}>Kết quả</a>
      </nav>
    </header>
    <div class="desk">
      <${Course} desk=${shown} />
      <${Present} desk=${shown} />
      <${Room} desk=${shown} />
    </div>
    ${confirming.value && html`<${Confirm} rare=${confirming.value} />`}
  `;
}

/** @param {Line} state */
function lineText(state) {
  switch (state) {
    case 'good':
      return 'Đường truyền tốt';
    case 'weak':
      return 'Đường truyền yếu';
    case 'connecting':
      return 'Đang kết nối';
    case 'lost':
      return 'Mất kết nối, đang thử lại';
    default:
      return 'Đã ngắt';
  }
}

/** @param {{ desk: Desk }} props */
function Course({ desk: shown }) {
  return html`<section class="panel" aria-labelledby="course">
    <h2 id="course">Tiến trình</h2>
    <ol class="course">
      ${course(shown).map(
        (row) => html`<li key=${row.number} class=${row.here ? 'here' : ''} aria-current=${row.here ? 'step' : undefined}>
          <b>Câu ${row.number}</b> <span>${row.state}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}

/** @param {{ desk: Desk }} props */
function Present({ desk: shown }) {
  return html`<section class="panel present" aria-labelledby="phase">
    <h2 id="phase">${heading(shown)}</h2>
    <${Next} desk=${shown} />
    <${Body} desk=${shown} />
  </section>`;
}

/** @param {Desk} shown */
function heading(shown) {
  const inQuestion = shown.index !== null && ['get_ready', 'question', 'closed', 'revealed', 'standings'].includes(shown.phase);
  return inQuestion ? 'Câu ' + ((shown.index || 0) + 1) + ': ' + phaseText(shown.phase).toLowerCase() : phaseText(shown.phase);
}

/** @param {{ desk: Desk }} props */
function Next({ desk: shown }) {
  const step = nextStep(shown);
  if (line.value === 'replaced') {
    return html`<div class="next">
      <p>Bàn điều khiển này vừa được mở ở nơi khác.</p>
      <button class="button primary big" type="button" onClick=${() => connection.takeOver()}>Tiếp tục trên máy này</button>
    </div>`;
  }
  if (step && line.value === 'finished') {
    return html`<div class="next">
      <a class="button primary big" href=${'/contests/' + contest + '/results'}>Mở trang kết quả để xác nhận và công bố</a>
    </div>`;
  }
  if (!step) {
    return shown.phase === 'finished'
      ? html`<div class="next"><a class="button primary big" href=${'/contests/' + contest + '/results'}>Xem kết quả đã công bố</a></div>`
      : null;
  }
  return html`<div class="next">
    <button class="button primary big" type="button" data-testid="next-step" data-command=${step.command} aria-disabled=${String(!ready())} onClick=${advance}>
      ${isClosing() ? 'Đang nhận các câu trả lời cuối' : step.label} <kbd>Phím cách</kbd>
    </button>
    <p class="quiet">${isClosing() ? 'Câu hỏi tự khóa khi câu trả lời cuối đã tới.' : step.effect}</p>
  </div>`;
}

/** @param {{ desk: Desk }} props */
function Body({ desk: shown }) {
  const { question, reveal } = shown;
  if (shown.phase === 'paused') return html`<p>${shown.pause || 'Kỳ thi đang tạm dừng trên mọi máy.'}</p>`;
  if (shown.phase === 'get_ready') {
    return html`<p class="countdown">${shown.opensAt === null ? '' : wholeSeconds(remaining(shown.opensAt, now.value))}</p>`;
  }
  if (shown.phase === 'lobby' || shown.phase === 'scheduled') {
    return html`<p>Mời các đồng chí quét mã QR trên màn chiếu, hoặc mở <b>${joinUrl}</b>, mã kỳ thi <b class="code">${code}</b>.</p>`;
  }
  if (shown.phase === 'standings' || shown.phase === 'finished') return html`<${Leaders} desk=${shown} />`;
  const tallies = question ? counts(reveal, question.options.map((option) => option.id)) : [];
  return html`
    ${shown.phase === 'question' && question && html`<${Timer} closesAt=${question.closesAt} openedAt=${question.openedAt} />`}
    ${question && html`<p class="stem small">${question.text}</p>`}
    ${!question && html`<p class="quiet">Nội dung câu này đã hiện trước khi trang được mở lại.</p>`}
    ${question &&
    html`<ul class="answers">
      ${question.options.map(
        (option, k) => html`<li key=${option.id} class=${'answer' + (reveal && reveal.correct.includes(option.id) ? ' right' : '')}>
          <span class="letter">${letter(k)}</span><span class="words">${option.text}</span>
          ${reveal && html`<span class="mark">${reveal.correct.includes(option.id) ? '✓ Đúng, ' : ''}${tallies[k]} đồng chí</span>`}
        </li>`,
      )}
    </ul>`}
    ${reveal && reveal.explanation && html`<p>${reveal.explanation}</p>`}
    ${reveal && reveal.source && html`<p class="quiet">Nguồn: ${reveal.source}</p>`}
  `;
}

/** @param {{ openedAt: number, closesAt: number }} props */
function Timer(props) {
  const left = remaining(props.closesAt, now.value);
  return html`<div class="timer" role="timer">
    <span class="track"><span class="fill" style=${{ transform: 'scaleX(' + share(props, now.value).toFixed(3) + ')' }}></span></span>
    <span class="seconds">${wholeSeconds(left)} giây</span>
  </div>`;
}

/** @param {{ desk: Desk }} props */
function Leaders({ desk: shown }) {
  if (!shown.leaders.length) return html`<p class="quiet">Bảng xếp hạng đang hiện trên màn chiếu.</p>`;
  return html`<ol class="leaders">
    ${shown.leaders.map(
      (leader, k) => html`<li key=${k}>
        <span class="rank">${leader.place}</span>
        <span class="words">${leader.name} <span class="quiet">${leader.unit}</span></span>
        <span class="number">${formatScore(leader.score)} điểm, ${formatSeconds(leader.elapsed)}</span>
      </li>`,
    )}
  </ol>`;
}

/** @param {{ desk: Desk }} props */
function Room({ desk: shown }) {
  const running = isRunning(shown);
  return html`<section class="panel" aria-labelledby="room">
    <h2 id="room">Phòng thi</h2>
    <p class="figure"><b data-testid="present">${shown.present}</b> ${shown.eligible ? '/' + shown.eligible : ''} đồng chí có mặt</p>
    ${running && html`<p class="figure"><b data-testid="answered">${shown.answered}/${shown.present}</b> đã trả lời câu này</p>`}
    <div class="rare">
      ${shown.phase === 'question' && html`<button class="button" type="button" onClick=${() => command({ type: 'extend', seconds: 15 })}>Thêm 15 giây</button>`}
      ${running && shown.phase !== 'paused' && html`<button class="button" type="button" onClick=${() => (confirming.value = pausing())}>Tạm dừng</button>`}
      ${running && shown.index !== null && shown.phase !== 'get_ready' && html`<button class="button" type="button" onClick=${() => (confirming.value = voiding(shown.index || 0))}>Hủy câu ${(shown.index || 0) + 1}</button>`}
      ${running && html`<button class="button danger" type="button" onClick=${() => (confirming.value = ending())}>Kết thúc kỳ thi</button>`}
    </div>
    <h3>Nhật ký</h3>
    ${!shown.notices.length && html`<p class="quiet">Chưa có việc gì cần lưu ý.</p>`}
    <ul class="log" aria-live="polite">
      ${shown.notices.map((notice, k) => html`<li key=${notice.at + '.' + k}><span class="number">${formatClock(notice.at)}</span> ${notice.text}</li>`)}
    </ul>
  </section>`;
}

/** @param {{ rare: Rare }} props */
function Confirm({ rare }) {
  const no = useRef(/** @type {HTMLElement | null} */ (null));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    if (no.current) no.current.focus();
  }, [rare]);
  const close = () => {
    confirming.value = null;
  };
  /** @param {Event} event */
  const act = (event) => {
    event.preventDefault();
    const reason = field.current ? field.current.value.trim() : '';
    close();
    command(rare.message(reason));
  };
  return html`<div class="veil" onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && close()}>
    <form class="card confirm" role="alertdialog" aria-modal="true" aria-labelledby="confirm-heading" aria-describedby="confirm-text" data-testid="confirm" onSubmit=${act}>
      <h2 id="confirm-heading">${rare.heading}</h2>
      <p id="confirm-text">${rare.text}</p>
      ${rare.reason && html`<label for="reason">Lý do</label><input id="reason" ref=${field} required minlength="3" maxlength="500" defaultValue=${rare.reason} />`}
      <p class="ways">
        <button class="button" type="button" ref=${no} onClick=${close}>Không, giữ nguyên</button>
        <button class="button primary" type="submit" data-testid="confirm-yes">${rare.yes}</button>
      </p>
    </form>
  </div>`;
}

app.textContent = '';
render(html`<${App} />`, app);
effect(() => {
  app.dataset.phase = desk.value.phase;
});
