// The phone: what arrives goes through the reducer, what is touched goes out, and the page is drawn from the view.

import { html, render, signal, computed, effect, useLayoutEffect, useRef, useState } from './vendor/preact.js';
import { address, browser, connect, newKey } from './connection.js';
import { beat, heard, newClock, newPace, serverTime, travelled, worstRoundTrip, worstStall } from './clock.js';
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
  letter,
  lineText,
  mayChoose,
  mayPredict,
  maySend,
  outsideText,
  pageTitle,
  placeText,
  positionOfKey,
  predictionQuestion,
  predictionText,
  presentText,
  recall,
  recordedText,
  reduce,
  refusalText,
  remaining,
  restore,
  share,
  spokenText,
  start,
  submit,
  troubleText,
  usualTrip,
  verdict,
  verdictText,
  wholeSeconds,
} from './game.js';

/** @typedef {import('./game.js').View} View */
/** @typedef {import('./game.js').Asked} Asked */
/** @typedef {import('./game.js').Lived} Lived */
/** @typedef {import('./game.js').Option} Option */
/** @typedef {import('./connection.js').Line} Line */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const contest = app.dataset.contest || '';
const unit = app.dataset.unit || '';
const title = app.dataset.title || '';
const code = app.dataset.code || '';

const view = signal(start());
const line = signal(/** @type {{ state: Line, attempts: number }} */ ({ state: 'connecting', attempts: 0 }));
const trip = signal(/** @type {number | null} */ (null));
const now = signal(Date.now());
const online = signal(navigator.onLine !== false);
const told = signal('');
const finish = signal(/** @type {typeof import('./finish.js') | null} */ (null));

/** From here on the seconds are in the colour of haste. */
const SHORT = 5;
/** How often the time that is left is looked at. */
const TICK = 100;
/** Browsers slow the timers of a hidden page to one a second; a choice must still leave in time. */
const HIDDEN_TIMERS = 1300;

let clock = newClock();
let pace = newPace();

/** When the text of a question was painted, in `performance.now()` time. */
const painted = { question: /** @type {unknown} */ (null), at: 0 };

const connection = connect(
  address(contest, 'play'),
  contest,
  {
    hear(message) {
      if ('now' in message) clock = heard(clock, message.now, Date.now());
      noteFocus();
      if (message.type === 'welcome') {
        const shelf = takeDown(message.you);
        const next = reduce(recall(view.value, shelf.paper), message);
        view.value = restore(chooseAgain(next, shelf.choice), connection.kept());
        tellAgain();
      } else {
        view.value = reduce(view.value, message);
      }
      settle();
      // This page was opened during the pause and was never told what came before it.
      if (message.type === 'resumed' && view.value.phase === 'connecting') connection.again();
    },
    line(state, attempts) {
      // Called off before it began: the contest's page tells why.
      if (state === 'finished' && view.value.phase === 'scheduled') location.replace('/contests/' + contest);
      line.value = { state, attempts };
    },
    trip(sentAt, serverNow, receivedAt) {
      clock = travelled(clock, sentAt, serverNow, receivedAt);
      trip.value = usualTrip(clock.trips);
    },
    fresh() {
      clock = newClock();
      trip.value = null;
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
  const before = now.value;
  now.value = server();
  const { question, recorded } = view.value;
  if (view.value.phase === 'question' && question && !recorded) {
    const words = announcement(question.closesAt - before, question.closesAt - now.value);
    if (words) told.value = words;
  }
  const delay = Math.max(worstRoundTrip(clock) + worstStall(pace), document.hidden ? HIDDEN_TIMERS : 0);
  if (dueToSend(view.value, now.value, delay)) give(performance.now());
}

/** @param {number} touchedAt the touch event's own timestamp */
function give(touchedAt) {
  const before = view.value;
  const next = submit(before, newKey(), responseTime(before.question, touchedAt));
  if (next === before || !next.sent) return;
  noteFocus();
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

/** @param {string} text as typed */
function predict(text) {
  view.value = foretell(view.value, text);
  tellAgain();
}

/** A prediction that no acknowledgement came for. */
function tellAgain() {
  const value = view.value.foretold;
  if (value !== null && mayPredict(view.value)) connection.send({ type: 'prediction', value });
}

/** @param {Option} option */
function pick(option) {
  view.value = choose(view.value, option.id);
}

setInterval(() => {
  pace = beat(pace, performance.now(), TICK);
  settle();
}, TICK);
window.addEventListener('pagehide', () => putAway());
for (const name of ['online', 'offline', 'pageshow']) {
  window.addEventListener(name, () => {
    online.value = navigator.onLine !== false;
    connection.hurry();
  });
}
document.addEventListener('visibilitychange', () => {
  connection.send({ type: document.hidden ? 'left' : 'returned' });
  if (document.hidden) return;
  connection.hurry();
  stayAwake();
});

// By the keys: a letter or a number chooses, Enter sends, arrows go from option to option.

document.addEventListener('keydown', (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const { question } = view.value;
  const place = event.target instanceof Element ? event.target : document.body;
  if (view.value.phase !== 'question' || !question || place.closest('details[open], input')) return;
  const option = question.options[positionOfKey(event.key)];
  if (option) {
    pick(option);
    focusOption(option);
  } else if (event.key === 'Enter' && maySend(view.value) && !place.closest('a, summary, .picture, [data-testid=send]')) {
    give(event.timeStamp);
  } else if (!place.matches('[data-testid=option]') || !step(question, place, event.key)) {
    return;
  }
  event.preventDefault();
});

/**
 * @param {Asked} question
 * @param {Element} place
 * @param {string} key
 */
function step({ options, multiple }, place, key) {
  const ways = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 });
  if (!ways[key]) return false;
  const at = options.findIndex((option) => String(option.id) === place.getAttribute('data-option'));
  const next = options[(at + ways[key] + options.length) % options.length];
  if (!multiple) pick(next);
  focusOption(next);
  return true;
}

/** @param {Option} option */
function focusOption(option) {
  const button = app.querySelector('[data-option="' + option.id + '"]');
  if (button instanceof HTMLElement) button.focus();
}

// Focus: left where it is while it can be, and given to the new heading when what had it is gone.

let hadFocus = false;

function noteFocus() {
  hadFocus = app.contains(document.activeElement) && document.activeElement !== app;
}

function keepFocus() {
  const lost = hadFocus && !app.contains(document.activeElement);
  hadFocus = false;
  const next = app.querySelector('.hand .outcome') || app.querySelector('h1');
  if (!lost || !(next instanceof HTMLElement)) return;
  if (!next.hasAttribute('tabindex')) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

// What is kept on this device, for a page that is opened anew and for the review at the end

const SHELF = 'khacsau.paper.';

/**
 * @typedef {object} Shelf
 * @property {string} owner
 * @property {Lived[]} paper
 * @property {{ question: Asked['id'], options: Option['id'][] } | null} choice
 */

/** @param {{ name: string, unit: string }} you */
function ownerOf(you) {
  return you.name + '\n' + you.unit;
}

/**
 * @param {{ name: string, unit: string }} you
 * @returns {Shelf}
 */
function takeDown(you) {
  const owner = ownerOf(you);
  try {
    const shelf = JSON.parse(localStorage.getItem(SHELF + contest) || '');
    if (shelf.owner === owner && Array.isArray(shelf.paper)) return shelf;
  } catch (problem) {
    // Nothing kept, or no storage: the page begins with what the server says.
  }
  return { owner, paper: [], choice: null };
}

/** One contest's paper is enough on a phone that others may hold too. */
function dropOthers() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(SHELF) && name !== SHELF + contest);
    for (const name of names) localStorage.removeItem(name);
  } catch (problem) {
    // Without storage there is nothing to drop.
  }
}

let putUp = '';
let putting = 0;

/** After the paint: writing is slow on an old phone. */
function putAwaySoon() {
  clearTimeout(putting);
  putting = setTimeout(putAway, 100);
}

function putAway() {
  const { you, paper, question, chosen, recorded } = view.value;
  if (!you || !paper.length) return;
  const choice = question && chosen.length && !recorded ? { question: question.id, options: chosen } : null;
  const text = JSON.stringify({ owner: ownerOf(you), paper, choice });
  if (text === putUp) return;
  putUp = text;
  try {
    localStorage.setItem(SHELF + contest, text);
  } catch (problem) {
    // Without storage the page itself remembers, as long as it is open.
  }
}

// The page around it

/** @type {{ release: () => Promise<void>, released: boolean } | null} */
let awake = null;

/** A phone that darkens in the middle of a question is no help. Where it cannot be asked for, nothing is lost. */
async function stayAwake() {
  if (!('wakeLock' in navigator) || document.hidden || (awake && !awake.released)) return;
  if (['connecting', 'finished'].includes(view.peek().phase)) return;
  try {
    awake = await navigator.wakeLock.request('screen');
  } catch (problem) {
    awake = null;
  }
}

/** The review's own scripts come when the first question is over, so that they are there when the line is not. */
function fetchFinish() {
  if (finish.value || ['connecting', 'scheduled', 'lobby', 'get_ready', 'question'].includes(view.peek().phase)) return;
  import('./finish.js').then(
    (loaded) => {
      finish.value = loaded;
    },
    () => undefined,
  );
}

// Drawing

/** @param {{ name: string }} props */
function Icon({ name }) {
  return html`<svg class="icon" aria-hidden="true"><use href=${'#icon-' + name} /></svg>`;
}

// Each part reads what it shows and nothing else: a press is to draw one option and the hand, not the page.

const phase = computed(() => view.value.phase);
const heading = computed(() => pageTitle(view.value, title));
const spoken = computed(() => spokenText(view.value));
/** The question that is open: the same one, whatever is chosen. */
const asked = computed(() => (view.value.phase === 'question' ? view.value.question : null));
const numbered = computed(() => {
  const { phase: moment, question, index, contest: head } = view.value;
  const at = ['get_ready', 'question', 'closed', 'revealed', 'standings'].includes(moment) ? index : null;
  return at !== null && head ? 'Câu ' + ((question ? question.index : at) + 1) + '/' + head.questions : '';
});
const trouble = computed(() => (line.value.state === 'lost' ? troubleText(view.value, online.value) : ''));
const notice = computed(() => view.value.notice);
const open = computed(() => mayChoose(view.value));
const ready = computed(() => maySend(view.value));

/**
 * A value of one part's own, which draws it anew only when it changes.
 * @template T
 * @param {() => T} compute
 * @returns {T}
 */
function useComputed(compute) {
  const held = useRef(/** @type {{ readonly value: T } | null} */ (null));
  if (!held.current) held.current = computed(compute);
  return held.current.value;
}

function App() {
  return html`
    <${Top} />
    <${Trouble} />
    <${Moment} />
    <${Spoken} />
  `;
}

function Spoken() {
  return html`
    <p class="visually-hidden" role="status">${spoken.value}</p>
    <p class="visually-hidden" role="status">${told.value}</p>
  `;
}

function Top() {
  return html`<header class="strip">
    ${numbered.value ? html`<p class="number">${numbered.value}</p>` : html`<p class="unit">${unit}</p>`}
    <${LineState} />
  </header>`;
}

function LineState() {
  const { state } = line.value;
  const words = lineText(state, trip.value);
  const quality = words === 'Đường truyền tốt' ? 'good' : state === 'good' ? 'fair' : state;
  return html`<p class="line" data-testid="line" data-line=${state} data-quality=${quality} role="status">${words}</p>`;
}

function Trouble() {
  const { attempts } = line.value;
  if (trouble.value) {
    return html`<div class="bar caution" role="status" data-testid="trouble">
      <${Icon} name="line-lost" />
      <div>
        <p>${trouble.value}</p>
        ${attempts > 3 && html`<p><a href="">Tải lại trang</a> hoặc <a href=${'/contests/' + contest}>về trang kỳ thi</a></p>`}
      </div>
    </div>`;
  }
  return notice.value && html`<div class="bar" role="status"><${Icon} name="information" /><p>${notice.value}</p></div>`;
}

function Moment() {
  const { state } = line.value;
  useLayoutEffect(keepFocus);
  if (state === 'replaced') return html`<${Replaced} />`;
  if (state === 'kicked') return html`<${Kicked} />`;
  if (asked.value) return html`<${Open} question=${asked.value} />`;
  const shown = view.value;
  switch (shown.phase) {
    case 'connecting':
      return html`<${Card} icon="line" heading=${title} text="Đang mở phòng thi…" />`;
    case 'scheduled':
      return html`<${Card} icon="clock" heading=${title} text=${(shown.startsAt ? 'Kỳ thi bắt đầu lúc ' + formatClock(shown.startsAt).slice(0, 5) + '. ' : '') + 'Phòng thi chưa mở. Đồng chí cứ để trang này, kỳ thi sẽ tự hiện.'} />`;
    case 'lobby':
      return html`<${Lobby} view=${shown} />`;
    case 'get_ready':
      return html`<${GetReady} view=${shown} />`;
    case 'closed':
    case 'revealed':
    case 'standings':
      return html`<${After} view=${shown} />`;
    case 'paused':
      return html`<${Card} icon="pause" heading="Kỳ thi đang tạm dừng" text=${shown.pause} />`;
    case 'waiting':
      return html`<${Waiting} view=${shown} />`;
    case 'finished':
      return html`<${Finished} view=${shown} />`;
    default:
      return null;
  }
}

/** @param {{ icon: string, heading: string, text: string }} props */
function Card({ icon, heading, text }) {
  return html`<section class="middle centred">
    <p class="sign"><${Icon} name=${icon} /></p>
    <h1>${heading}</h1>
    <p>${text}</p>
  </section>`;
}

function Replaced() {
  return html`<section class="middle centred">
    <p class="sign"><${Icon} name="device" /></p>
    <h1>Đang thi trên máy khác</h1>
    <p>Đồng chí vừa mở kỳ thi này ở một máy hoặc một trang khác. Những câu trả lời đã ghi nhận vẫn an toàn.</p>
    <p><button class="button primary big" type="button" onClick=${() => connection.takeOver()}>Tiếp tục trên máy này</button></p>
  </section>`;
}

function Kicked() {
  return html`<section class="middle centred">
    <p class="sign"><${Icon} name="lock" /></p>
    <h1>Đồng chí đã rời phòng thi</h1>
    <p>Người điều khiển đã đưa máy này ra khỏi phòng thi. Những câu trả lời đã ghi nhận vẫn an toàn. Nếu là nhầm lẫn, xin báo bí thư chi bộ.</p>
    <p><a class="button big" href=${'/contests/' + contest}>Về trang kỳ thi</a></p>
  </section>`;
}

/** @param {{ view: View }} props */
function Lobby({ view: shown }) {
  const { you, contest: head, startsAt } = shown;
  const slow = delayText(trip.value, head);
  return html`<section class="middle lobby">
    <h1>${title}</h1>
    ${you && html`<p>Chào đồng chí <b>${you.name}</b>. Đồng chí đã ở trong phòng thi.</p>`}
    ${you && !you.ranked && html`<p class="notice">Kỳ này đồng chí dự thi ngoài bảng xếp hạng.</p>`}
    ${slow && html`<p class="notice caution" data-testid="slow-line">${slow}</p>`}
    <ul class="expect card">
      <li class="here" data-testid="present"><${Icon} name="people" /><span>${presentText(shown)}</span></li>
      ${startsAt && html`<li><${Icon} name="clock" /><span>Dự kiến bắt đầu lúc ${formatClock(startsAt).slice(0, 5)}</span></li>`}
      ${head && html`<li><${Icon} name="book" /><span>${expectationText(head, you)}</span></li>`}
      <li><${Icon} name="tick" /><span>Chọn phương án, rồi bấm <b>Gửi câu trả lời</b>. Mỗi câu gửi một lần.</span></li>
    </ul>
    <${Prediction} view=${shown} />
    ${code && html`<p class="code"><span>Mã kỳ thi</span> <b>${code}</b></p>`}
    <p class="quiet">${head && head.mode === 'window' ? 'Đến giờ, nút Bắt đầu làm bài sẽ tự hiện ở đây.' : 'Câu hỏi sẽ tự hiện khi người điều khiển bắt đầu.'}</p>
    ${head && html`<p><a class="button" href=${head.rules_url} target="_blank" rel="noopener">Xem thể lệ</a></p>`}
  </section>`;
}

/** Window mode: each member begins when they like. @param {{ view: View }} props */
function Waiting({ view: shown }) {
  const { contest: head, you } = shown;
  const outside = useComputed(() => (head ? outsideText(head, now.value) : ''));
  return html`<section class="middle waiting-room">
    <div class="centred">
      <p class="sign"><${Icon} name="book" /></p>
      <h1>${title}</h1>
      ${head && html`<p>Đề gồm ${expectationText(head, you)}. Các câu hiện lần lượt và có tính giờ. Đồng chí bắt đầu khi đã sẵn sàng.</p>`}
    </div>
    <${Prediction} view=${shown} />
    ${!outside && !mayPredict(shown) && shown.held && html`<p class="notice caution" role="status">${shown.held}</p>`}
    ${outside
      ? html`<p class="notice caution" role="status" data-testid="outside-hours">${outside}</p>`
      : html`<p><button class="button primary big" type="button" data-testid="start" onClick=${() => connection.send({ type: 'start' })}>Bắt đầu làm bài</button></p>`}
    ${head && html`<p><a class="button" href=${head.rules_url} target="_blank" rel="noopener">Xem thể lệ</a></p>`}
  </section>`;
}

/** The extra question of the tie rules; what was given last is in the field. @param {{ view: View }} props */
function Prediction({ view: shown }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { contest: head, you } = shown;
  if (!head || !you || !mayPredict(shown)) return null;
  const { prediction } = you;
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    if (field.current) predict(field.current.value);
  };
  return html`<form class="card guess" onSubmit=${send} data-testid="prediction">
    <label for="guess">${predictionQuestion(head)}</label>
    <p class="hint" id="guess-hint">Chỉ dùng để xếp hạng khi bằng điểm. Đổi được cho đến câu đầu tiên.</p>
    <div class="guessing">
      <input id="guess" ref=${field} inputmode="numeric" maxlength="7" autocomplete="off" aria-describedby="guess-hint guess-state" defaultValue=${prediction === undefined ? '' : String(prediction)} />
      <button class="button" type="submit">${prediction === undefined ? 'Gửi dự đoán' : 'Đổi dự đoán'}</button>
    </div>
    <p class=${shown.held ? 'caution-words' : 'recorded-words'} id="guess-state" role="status">${predictionText(shown)}</p>
  </form>`;
}

/** @param {{ view: View }} props */
function GetReady({ view: shown }) {
  const left = shown.opensAt === null ? 0 : wholeSeconds(remaining(shown.opensAt, now.value));
  return html`<section class="middle centred ready">
    <h1>Chuẩn bị</h1>
    <p class="countdown" aria-hidden="true">${left}</p>
    <p>Câu ${(shown.index || 0) + 1} sắp hiện</p>
  </section>`;
}

function Timer() {
  return html`<div class="timer" role="timer"><${Bar} /><${Seconds} /></div>`;
}

function Bar() {
  const left = useComputed(() => (asked.value ? share(asked.value, now.value) : 0).toFixed(3));
  return html`<span class="track"><span class="fill" style=${{ transform: 'scaleX(' + left + ')' }}></span></span>`;
}

function Seconds() {
  const seconds = useComputed(() => (asked.value ? wholeSeconds(remaining(asked.value.closesAt, now.value)) : 0));
  return html`<span class=${seconds <= SHORT ? 'seconds short' : 'seconds'}>${seconds} giây</span>`;
}

/** @param {{ question: Asked }} props */
function Open({ question }) {
  useLayoutEffect(() => seen(question.id), [question.id]);
  const { options, multiple } = question;
  const middle = useRef(/** @type {HTMLElement | null} */ (null));
  const more = useMore(middle, question.id);
  return html`
    <${Timer} />
    <section class="middle" ref=${middle}>
      <h1 class="stem" id="stem" tabindex="0">${question.text}</h1>
      ${question.image && html`<${Picture} key=${question.id} image=${question.image} />`}
      ${multiple && html`<p class="quiet" id="how-many">Chọn tất cả phương án đúng.</p>`}
      <div class="options" role=${multiple ? 'group' : 'radiogroup'} aria-labelledby="stem" aria-describedby=${multiple ? 'how-many' : null}>
        ${options.map((option, k) => html`<${Choice} key=${option.id} multiple=${multiple} option=${option} k=${k} />`)}
      </div>
    </section>
    <footer class="hand">
      ${more && open.value && html`<p class="more" aria-hidden="true">Còn nữa <${Icon} name="down" /></p>`}
      <${Outcome} />
    </footer>
  `;
}

/** A touch shows all of it, as wide as the page; another makes room again. @param {{ image: NonNullable<Asked['image']> }} props */
function Picture({ image }) {
  const [large, show] = useState(false);
  return html`<button type="button" class=${large ? 'picture large' : 'picture'} aria-expanded=${String(large)} onClick=${() => show(!large)}>
    <img src=${image.url} width=${image.width} height=${image.height} alt=${image.alt} />
    <span class="hint">${large ? 'Thu nhỏ ảnh' : 'Phóng to ảnh'}</span>
  </button>`;
}

/**
 * Whether there is more to see below: nobody should take four options of six for all.
 * @param {{ current: HTMLElement | null }} box
 * @param {unknown} question
 */
function useMore(box, question) {
  const [more, say] = useState(false);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const look = () => say(current.scrollHeight - current.scrollTop - current.clientHeight > 24);
    look();
    current.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    const observer = 'ResizeObserver' in window ? new ResizeObserver(look) : null;
    if (observer) observer.observe(current);
    return () => {
      current.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
      if (observer) observer.disconnect();
    };
  }, [question]);
  return more;
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

/** @param {{ multiple: boolean, option: Option, k: number }} props */
function Choice({ multiple, option, k }) {
  const chosen = useComputed(() => view.value.chosen.includes(option.id));
  const entry = useComputed(() => multiple || view.value.chosen.includes(option.id) || (!view.value.chosen.length && k === 0));
  return html`<button
    type="button"
    class=${chosen ? 'option chosen' : 'option'}
    role=${multiple ? 'checkbox' : 'radio'}
    tabindex=${entry ? 0 : -1}
    aria-checked=${String(chosen)}
    aria-disabled=${String(!open.value)}
    data-testid="option"
    data-option=${String(option.id)}
    onClick=${() => pick(option)}
  >
    <span class="letter">${letter(k)}</span>
    <span class="words">${option.text}</span>
    <span class="tick"><${Icon} name="tick" /></span>
  </button>`;
}

/** What has become of the answer, always in the same place. */
function Outcome() {
  useLayoutEffect(keepFocus);
  if (ready.value) return sending(true, '');
  const shown = view.value;
  if (shown.recorded) {
    return html`<p class="outcome right" data-testid="recorded" role="status"><${Icon} name="tick" /><span>${recordedText(shown.recorded)}</span></p>`;
  }
  if (shown.refused && !mayChoose(shown)) {
    return html`<p class="outcome caution" role="status">${refusalText(shown.refused)}</p>`;
  }
  if (shown.sent) {
    const words = line.value.state === 'lost' ? 'Sẽ gửi lại khi có đường truyền' : 'Đang gửi, chờ ghi nhận…';
    return html`<p class="outcome" role="status">${words}</p>`;
  }
  if (shown.phase !== 'question') {
    return html`<p class="outcome" role="status">Đồng chí chưa gửi câu trả lời cho câu này.</p>`;
  }
  return sending(false, shown.refused ? refusalText(shown.refused) : '');
}

/**
 * @param {boolean} may
 * @param {string} refusal
 */
function sending(may, refusal) {
  return html`
    ${refusal && html`<p class="outcome caution" role="status">${refusal}</p>`}
    <button class="button primary big" type="button" data-testid="send" aria-disabled=${String(!may)} onClick=${send}>
      ${may ? 'Gửi câu trả lời' : 'Chọn một phương án'}
    </button>
  `;
}

/** Closed, revealed and standings are one page that fills up. @param {{ view: View }} props */
function After({ view: shown }) {
  const { question, reveal, standing, phase } = shown;
  return html`<section class="middle" tabindex="0" aria-label="Kết quả của câu này">
    ${phase === 'closed' ? html`<h1 class="word">Đã hết giờ</h1><p>Đáp án sắp được công bố.</p>` : html`<${Verdict} view=${shown} />`}
    ${standing && html`<${Place} view=${shown} />`}
    ${phase === 'standings' && html`<${Leaders} view=${shown} />`}
    ${phase === 'closed' && question && html`<${Outcome} />`}
    ${question && html`<p class="stem small" id="stem">${question.text}</p>`}
    ${question && question.image && html`<${Picture} key=${question.id} image=${question.image} />`}
    ${question && html`<ul class="answers">${question.options.map((option, k) => html`<${Checked} key=${option.id} view=${shown} option=${option} k=${k} />`)}</ul>`}
    ${phase !== 'closed' && shown.refused && html`<p class="notice caution">${refusalText(shown.refused)}</p>`}
    ${reveal && (reveal.explanation || reveal.source) && html`<div class="because">
      ${reveal.explanation && html`<p>${reveal.explanation}</p>`}
      ${reveal.source && html`<p class="source">Nguồn: ${reveal.source}</p>`}
    </div>`}
    ${phase === 'standings' && html`<p class="quiet">Câu tiếp theo sẽ tự hiện.</p>`}
  </section>`;
}

/** @param {{ view: View }} props */
function Verdict({ view: shown }) {
  const what = verdict(shown);
  return html`<h1 class=${'word ' + what}>
    ${(what === 'right' || what === 'wrong') && html`<${Icon} name=${what === 'right' ? 'tick' : 'cross'} />`}
    <span>${verdictText(shown)}</span>
  </h1>`;
}

/** @param {{ view: View, option: Option, k: number }} props */
function Checked({ view: shown, option, k }) {
  const right = shown.reveal !== null && shown.reveal.correct.includes(option.id);
  const mine = counted(shown).includes(option.id);
  const wrong = shown.reveal !== null && mine && !right;
  const mark = right ? (mine ? 'Đúng, đã chọn' : 'Đúng') : mine ? 'Đã chọn' : '';
  return html`<li class=${'answer' + (right ? ' right' : wrong ? ' wrong' : mine ? ' mine' : '')} data-option=${String(option.id)}>
    <span class="letter">${letter(k)}</span>
    <span class="words">${option.text}</span>
    ${mark && html`<span class="mark"><${Icon} name=${wrong ? 'cross' : 'tick'} /> ${mark}</span>`}
  </li>`;
}

/** @param {{ view: View }} props */
function Place({ view: shown }) {
  const { standing } = shown;
  return html`<div class="standing">
    <p class="place" data-testid="place">${placeText(shown)}</p>
    ${standing && html`<p class="figure"><b>${formatScore(standing.score)}</b> điểm · ${formatSeconds(standing.elapsed)}</p>`}
  </div>`;
}

/** @param {{ view: View }} props */
function Leaders({ view: shown }) {
  if (!shown.leaders.length) return null;
  return html`<h2 class="leaders-heading">Dẫn đầu</h2>
  <ol class="leaders">
    ${shown.leaders.slice(0, 3).map(
      (leader, k) => html`<li key=${k}>
        <span class=${'rank place-' + leader.place}>${leader.place}</span>
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
  const later = finish.value;
  // Window mode: others are still at it, and there is no result yet.
  const playing = finished !== null && finished.standing === 'running';
  return html`<section class="middle finished" tabindex="0" aria-label="Kết quả của đồng chí">
    <h1>${playing ? 'Đồng chí đã làm xong bài' : 'Kỳ thi đã kết thúc'}</h1>
    <div class=${finished && finished.place === 1 ? 'card result first' : 'card result'}>
      ${sentence && html`<p class="place" data-testid="place">${sentence}</p>`}
      ${finished && typeof finished.score === 'number' && html`<p class="figure"><b>${formatScore(finished.score)}</b> điểm${typeof finished.elapsed === 'number' ? ' · ' + formatSeconds(finished.elapsed) : ''}</p>`}
      <p class="quiet">${standingText(finished ? finished.standing : '')}</p>
    </div>
    ${finished && !playing && html`<p><a class="button primary big" href=${finished.results_url}>Xem kết quả</a></p>`}
    ${later && html`<${later.Review} view=${shown} title=${title} />`}
  </section>`;
}

/** @param {string} standing */
function standingText(standing) {
  switch (standing) {
    case 'published':
      return 'Kết quả đã được công bố.';
    case 'confirmed':
      return 'Kết quả đã được xác nhận, đang chờ công bố.';
    case 'running':
      return 'Bài đã được lưu. Hết khung giờ thi, bí thư chi bộ xác nhận và công bố kết quả.';
    default:
      return 'Kết quả đang chờ bí thư chi bộ xác nhận.';
  }
}

app.textContent = '';
render(html`<${App} />`, app);
dropOthers();
effect(() => {
  app.dataset.phase = phase.value;
  if (phase.value !== 'question') told.value = '';
  fetchFinish();
  stayAwake();
});
effect(() => {
  document.title = heading.value;
});
effect(() => {
  if (view.value) putAwaySoon();
});
