// The phone: what arrives goes through the reducer, what is touched goes out, and the page is drawn from the view.

import { html, render, signal, effect, useLayoutEffect } from './vendor/preact.js';
import { address, browser, connect, newKey } from './connection.js';
import { heard, newClock, serverTime, travelled, worstRoundTrip } from './clock.js';
import {
  choose,
  counted,
  dueToSend,
  formatScore,
  formatSeconds,
  letter,
  mayChoose,
  maySend,
  placeText,
  recordedText,
  reduce,
  refusalText,
  remaining,
  restore,
  share,
  start,
  submit,
  verdict,
  wholeSeconds,
} from './game.js';

/** @typedef {import('./game.js').View} View */
/** @typedef {import('./game.js').Asked} Asked */
/** @typedef {import('./game.js').Option} Option */
/** @typedef {import('./connection.js').Line} Line */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const contest = app.dataset.contest || '';
const unit = app.dataset.unit || '';
const title = app.dataset.title || '';

const view = signal(start());
const line = signal(/** @type {{ state: Line, attempts: number }} */ ({ state: 'connecting', attempts: 0 }));
const now = signal(Date.now());

/** Browsers slow the timers of a hidden page to one a second; a choice must still leave in time. */
const HIDDEN_TIMERS = 1300;

let clock = newClock();

/** When the text of a question was painted, in `performance.now()` time. */
const painted = { question: /** @type {unknown} */ (null), at: 0 };

const connection = connect(
  address(contest, 'play'),
  contest,
  {
    hear(message) {
      if ('now' in message) clock = heard(clock, message.now, Date.now());
      let next = reduce(view.value, message);
      if (message.type === 'welcome') next = restore(next, connection.kept());
      view.value = next;
      settle();
      // This page was opened during the pause and was never told what came before it.
      if (message.type === 'resumed' && next.phase === 'connecting') connection.again();
    },
    line(state, attempts) {
      line.value = { state, attempts };
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

function server() {
  return serverTime(clock, Date.now());
}

/** A choice not yet sent goes by itself while there is still time for it to arrive. */
function settle() {
  now.value = server();
  const delay = Math.max(worstRoundTrip(clock), document.hidden ? HIDDEN_TIMERS : 0);
  if (dueToSend(view.value, now.value, delay)) give(performance.now());
}

/** @param {number} touchedAt the touch event's own timestamp */
function give(touchedAt) {
  const before = view.value;
  const next = submit(before, newKey(), responseTime(before.question, touchedAt));
  if (next === before || !next.sent) return;
  view.value = next;
  connection.answer(next.sent);
}

/**
 * @param {Asked | null} question
 * @param {number} touchedAt
 * @returns {number | null} null when the text was never seen to be painted, as in a hidden page
 */
function responseTime(question, touchedAt) {
  if (!question || painted.question !== question.id || touchedAt < painted.at) return null;
  return touchedAt - painted.at;
}

/** @param {Event} event */
function send(event) {
  give(event.timeStamp);
}

setInterval(settle, 100);
window.addEventListener('online', () => connection.hurry());
window.addEventListener('offline', () => connection.hurry());
window.addEventListener('pageshow', () => connection.hurry());
document.addEventListener('visibilitychange', () => {
  connection.send({ type: document.hidden ? 'left' : 'returned' });
  if (!document.hidden) connection.hurry();
});

// Drawing

function App() {
  const shown = view.value;
  return html`
    <${Top} view=${shown} />
    <${Trouble} view=${shown} />
    <${Moment} view=${shown} />
  `;
}

/** @param {{ view: View }} props */
function Top({ view: shown }) {
  const { question, contest: head } = shown;
  const number =
    shown.index !== null && head && ['get_ready', 'question', 'closed', 'revealed', 'standings'].includes(shown.phase)
      ? 'Câu ' + ((question || { index: shown.index }).index + 1) + '/' + head.questions
      : unit;
  return html`<header class="strip">
    <p class=${number === unit ? 'unit' : 'number'}>${number}</p>
    <p class="line" data-testid="line" data-line=${line.value.state} role="status">${lineText(line.value.state)}</p>
  </header>`;
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
      return 'Mất kết nối';
    default:
      return 'Đã ngắt';
  }
}

/** @param {{ view: View }} props */
function Trouble({ view: shown }) {
  const { state, attempts } = line.value;
  if (state === 'lost') {
    return html`<div class="bar caution" role="status" data-testid="trouble">
      <p>Mất kết nối, đang thử lại.${shown.sent ? ' Câu trả lời đã được giữ trên máy này.' : ''}</p>
      ${attempts > 3 && html`<p><a href="">Tải lại trang</a> hoặc <a href=${'/contests/' + contest}>về trang kỳ thi</a></p>`}
    </div>`;
  }
  return shown.notice && html`<p class="bar" role="status">${shown.notice}</p>`;
}

/** @param {{ view: View }} props */
function Moment({ view: shown }) {
  if (line.value.state === 'replaced') return html`<${Replaced} />`;
  if (line.value.state === 'kicked') {
    return html`<${Card} heading="Đồng chí đã rời phòng thi" text="Người điều khiển đã đưa máy này ra khỏi phòng thi. Nếu là nhầm lẫn, xin báo bí thư chi bộ." />`;
  }
  switch (shown.phase) {
    case 'connecting':
      return html`<${Card} heading=${title} text="Đang mở phòng thi…" />`;
    case 'scheduled':
      return html`<${Card} heading=${title} text="Phòng thi chưa mở. Đồng chí cứ để trang này, kỳ thi sẽ tự hiện." />`;
    case 'lobby':
      return html`<${Lobby} view=${shown} />`;
    case 'get_ready':
      return html`<${GetReady} view=${shown} />`;
    case 'question':
      return shown.question && html`<${Open} view=${shown} question=${shown.question} />`;
    case 'closed':
    case 'revealed':
    case 'standings':
      return html`<${After} view=${shown} />`;
    case 'paused':
      return html`<${Card} heading="Kỳ thi đang tạm dừng" text=${shown.pause} />`;
    case 'waiting':
      return html`<${Waiting} view=${shown} />`;
    case 'finished':
      return html`<${Finished} view=${shown} />`;
    default:
      return null;
  }
}

/** @param {{ heading: string, text: string }} props */
function Card({ heading, text }) {
  return html`<section class="middle centred">
    <h1>${heading}</h1>
    <p>${text}</p>
  </section>`;
}

function Replaced() {
  return html`<section class="middle centred">
    <h1>Đang thi trên máy khác</h1>
    <p>Đồng chí vừa mở kỳ thi này ở một máy hoặc một trang khác. Những câu trả lời đã ghi nhận vẫn an toàn.</p>
    <p><button class="button primary big" type="button" onClick=${() => connection.takeOver()}>Tiếp tục trên máy này</button></p>
  </section>`;
}

/** @param {{ view: View }} props */
function Lobby({ view: shown }) {
  const { you } = shown;
  return html`<section class="middle centred">
    <h1>${title}</h1>
    ${you && html`<p class="hello">Chào đồng chí <b>${you.name}</b></p>`}
    ${you && !you.ranked && html`<p>Kỳ này đồng chí dự thi ngoài bảng xếp hạng.</p>`}
    <p class="figure"><b>${shown.present}</b> trong ${shown.eligible} đồng chí đã vào phòng thi</p>
    <p class="quiet">Câu hỏi sẽ tự hiện khi người điều khiển bắt đầu. Chọn một phương án rồi bấm Gửi câu trả lời.</p>
    ${shown.contest && html`<p><a href=${shown.contest.rules_url} target="_blank" rel="noopener">Xem thể lệ</a></p>`}
  </section>`;
}

/** Window mode: each member begins when they like. @param {{ view: View }} props */
function Waiting({ view: shown }) {
  return html`<section class="middle centred">
    <h1>${title}</h1>
    <p>Đề gồm ${shown.contest ? shown.contest.questions : ''} câu hỏi, các câu hiện lần lượt và có tính giờ. Đồng chí bắt đầu khi đã sẵn sàng.</p>
    <p><button class="button primary big" type="button" data-testid="start" onClick=${() => connection.send({ type: 'start' })}>Bắt đầu làm bài</button></p>
  </section>`;
}

/** @param {{ view: View }} props */
function GetReady({ view: shown }) {
  const left = shown.opensAt === null ? 0 : wholeSeconds(remaining(shown.opensAt, now.value));
  return html`<section class="middle centred">
    <h1>Chuẩn bị</h1>
    <p>Câu ${(shown.index || 0) + 1} sắp hiện</p>
    <p class="countdown" aria-hidden="true">${left}</p>
  </section>`;
}

/** @param {{ question: Asked }} props */
function Timer({ question }) {
  const left = remaining(question.closesAt, now.value);
  return html`<div class=${left <= 5000 ? 'timer short' : 'timer'} role="timer">
    <span class="track"><span class="fill" style=${{ transform: 'scaleX(' + share(question, now.value).toFixed(3) + ')' }}></span></span>
    <span class="seconds">${wholeSeconds(left)} giây</span>
  </div>`;
}

/** @param {{ view: View, question: Asked }} props */
function Open({ view: shown, question }) {
  useLayoutEffect(() => seen(question.id), [question.id]);
  const multiple = question.multiple;
  return html`
    <${Timer} question=${question} />
    <section class="middle">
      <h1 class="stem" id="stem" tabindex="0">${question.text}</h1>
      ${multiple && html`<p class="quiet">Có thể chọn nhiều phương án.</p>`}
      <div class="options" role=${multiple ? 'group' : 'radiogroup'} aria-labelledby="stem">
        ${question.options.map((option, k) => html`<${Choice} key=${option.id} view=${shown} option=${option} k=${k} multiple=${multiple} />`)}
      </div>
    </section>
    <footer class="hand"><${Outcome} view=${shown} /></footer>
  `;
}

/**
 * Two animation frames after the text is in the page it has been painted.
 * @param {unknown} id
 */
function seen(id) {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      if (painted.question === id) return;
      painted.question = id;
      painted.at = performance.now();
    });
  });
  return () => cancelAnimationFrame(frame);
}

/** @param {{ view: View, option: Option, k: number, multiple: boolean }} props */
function Choice({ view: shown, option, k, multiple }) {
  const chosen = shown.chosen.includes(option.id);
  return html`<button
    type="button"
    class=${chosen ? 'option chosen' : 'option'}
    role=${multiple ? 'checkbox' : 'radio'}
    aria-checked=${String(chosen)}
    aria-disabled=${String(!mayChoose(shown))}
    data-testid="option"
    data-option=${String(option.id)}
    onClick=${() => {
      view.value = choose(view.value, option.id);
    }}
  >
    <span class="letter">${letter(k)}</span>
    <span class="words">${option.text}</span>
    <span class="tick" aria-hidden="true">${chosen ? '✓' : ''}</span>
  </button>`;
}

/** What has become of the answer, always in the same place. @param {{ view: View }} props */
function Outcome({ view: shown }) {
  if (shown.recorded) {
    return html`<p class="outcome right" data-testid="recorded" role="status">✓ ${recordedText(shown.recorded)}</p>`;
  }
  if (shown.refused && !mayChoose(shown)) {
    return html`<p class="outcome caution" role="status">${refusalText(shown.refused)}</p>`;
  }
  if (shown.sent) {
    return html`<p class="outcome" role="status">Đang gửi, chờ máy chủ ghi nhận…</p>`;
  }
  if (shown.phase !== 'question') {
    return html`<p class="outcome" role="status">Đồng chí chưa gửi câu trả lời cho câu này.</p>`;
  }
  return html`
    ${shown.refused && html`<p class="outcome caution" role="status">${refusalText(shown.refused)}</p>`}
    <button class="button primary big" type="button" data-testid="send" aria-disabled=${String(!maySend(shown))} onClick=${send}>
      ${maySend(shown) ? 'Gửi câu trả lời' : 'Chọn một phương án'}
    </button>
  `;
}

/** Closed, revealed and standings are one page that fills up. @param {{ view: View }} props */
function After({ view: shown }) {
  const { question, reveal, standing, phase } = shown;
  return html`<section class="middle" aria-live="polite">
    ${phase === 'closed' && html`<h1 class="word">Đã hết giờ</h1><p>Đáp án sắp được công bố.</p>`}
    ${phase !== 'closed' && html`<${Verdict} view=${shown} />`}
    ${standing && html`<${Place} view=${shown} />`}
    ${standing && html`<p class="figure">${formatScore(standing.score)} điểm · ${formatSeconds(standing.elapsed)}</p>`}
    ${question && html`<p class="stem small">${question.text}</p>`}
    ${question && html`<ul class="answers">${question.options.map((option, k) => html`<${Checked} key=${option.id} view=${shown} option=${option} k=${k} />`)}</ul>`}
    ${phase === 'closed' && question && html`<${Outcome} view=${shown} />`}
    ${phase !== 'closed' && shown.refused && html`<p class="bar caution">${refusalText(shown.refused)}</p>`}
    ${reveal && reveal.explanation && html`<p>${reveal.explanation}</p>`}
    ${reveal && reveal.source && html`<p class="quiet">Nguồn: ${reveal.source}</p>`}
    ${phase === 'standings' && html`<${Leaders} view=${shown} />`}
    ${phase === 'standings' && html`<p class="quiet">Chờ người điều khiển mở câu tiếp theo.</p>`}
  </section>`;
}

/** @param {{ view: View }} props */
function Verdict({ view: shown }) {
  switch (verdict(shown)) {
    case 'right':
      return html`<h1 class="word right">✓ Đồng chí trả lời đúng</h1>`;
    case 'wrong':
      return html`<h1 class="word wrong">✕ Câu trả lời chưa đúng</h1>`;
    case 'none':
      return html`<h1 class="word">Đồng chí chưa trả lời câu này</h1>`;
    default:
      return html`<h1 class="word">Đã công bố đáp án</h1>`;
  }
}

/** @param {{ view: View, option: Option, k: number }} props */
function Checked({ view: shown, option, k }) {
  const right = shown.reveal !== null && shown.reveal.correct.includes(option.id);
  const mine = counted(shown).includes(option.id);
  const wrong = shown.reveal !== null && mine && !right;
  const mark = right ? (mine ? '✓ Đúng, đã chọn' : '✓ Đúng') : wrong ? '✕ Đã chọn' : mine ? 'Đã chọn' : '';
  return html`<li class=${'answer' + (right ? ' right' : wrong ? ' wrong' : mine ? ' mine' : '')} data-option=${String(option.id)}>
    <span class="letter">${letter(k)}</span>
    <span class="words">${option.text}</span>
    ${mark && html`<span class="mark">${mark}</span>`}
  </li>`;
}

/** @param {{ view: View }} props */
function Place({ view: shown }) {
  return html`<p class="place" data-testid="place">${placeText(shown)}</p>`;
}

/** @param {{ view: View }} props */
function Leaders({ view: shown }) {
  if (!shown.leaders.length) return null;
  return html`<ol class="leaders" aria-label="Dẫn đầu">
    ${shown.leaders.slice(0, 3).map(
      (leader, k) => html`<li key=${k}>
        <span class="rank">${leader.place}</span>
        <span class="words">${leader.name}</span>
        <span class="number">${formatScore(leader.score)} điểm</span>
      </li>`,
    )}
  </ol>`;
}

/** @param {{ view: View }} props */
function Finished({ view: shown }) {
  const { finished } = shown;
  const sentence = placeText(shown);
  return html`<section class="middle centred">
    <h1>Kỳ thi đã kết thúc</h1>
    ${sentence && html`<p class="place" data-testid="place">${sentence}</p>`}
    ${finished && typeof finished.score === 'number' && html`<p class="figure"><b>${formatScore(finished.score)}</b> điểm</p>`}
    ${!sentence && html`<p>Thứ hạng sẽ hiện khi chi bộ xác nhận kết quả.</p>`}
    ${finished && html`<p><a class="button primary big" href=${finished.results_url}>Xem kết quả</a></p>`}
  </section>`;
}

app.textContent = '';
render(html`<${App} />`, app);
effect(() => {
  app.dataset.phase = view.value.phase;
});
