// The host's desk: its line, its keys, and what is pressed; what it shows is in panels.js.

import { html, render, signal, effect } from './vendor/preact.js';
import { address, browser, connect } from './connection.js';
import { heard, newClock, serverTime, travelled } from './clock.js';
import { ask, reduce, start } from './desk.js';
import { nextStep, rareSteps, wheel } from './steps.js';
import { Course, Hands, People, Present, Rarely } from './panels.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./steps.js').Rare} Rare */
/** @typedef {import('./connection.js').Line} Line */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const contest = app.dataset.contest || '';
const unit = app.dataset.unit || '';
const title = app.dataset.title || '';
const joining = { url: app.dataset.joinUrl || '', code: app.dataset.code || '' };
/** @type {import('./people.js').Expected[]} */
const expected = JSON.parse(app.dataset.expected || '[]');

/** A second press meant for the step before must not take the step after. */
const SETTLE = 600;

const desk = signal(start());
const line = signal(/** @type {Line} */ ('connecting'));
const now = signal(Date.now());
const tick = signal(Date.now());
const confirming = signal(/** @type {Rare | null} */ (null));
const changedAt = signal(0);
const keysOn = signal(keptKeys());

let clock = newClock();

const connection = connect(
  address(contest, 'host'),
  contest,
  {
    hear(message) {
      if ('now' in message) clock = heard(clock, message.now, Date.now());
      const before = desk.value.phase;
      desk.value = reduce(desk.value, message, serverTime(clock, Date.now()));
      if (desk.value.phase !== before) moved();
      // This page was opened during the pause and was never told what came before it.
      if (message.type === 'resumed' && desk.value.phase === 'connecting') connection.again();
    },
    line(state) {
      // Called off before it began: the contest's page tells why.
      if (state === 'finished' && desk.value.phase === 'scheduled') location.replace('/contests/' + contest);
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

/** What was asked about the step before no longer stands. */
function moved() {
  changedAt.value = Date.now();
  const rare = confirming.value;
  if (rare && !rareSteps(desk.value).some((step) => step.id === rare.id)) confirming.value = null;
}

// Acting

/** @param {ClientMessage} message */
function command(message) {
  if (connection.send(message)) desk.value = ask(desk.value, message.type);
}

function connected() {
  return line.value === 'good' || line.value === 'weak';
}

function ready() {
  return connected() && desk.value.asked === null && !isClosing() && tick.value - changedAt.value >= SETTLE;
}

/** Time is over, and the last answers are still on their way: the room closes by itself in a moment. */
function isClosing() {
  const { phase, question } = desk.value;
  return phase === 'question' && question !== null && now.value >= question.closesAt;
}

function advance() {
  const step = nextStep(desk.value);
  if (step && ready() && !confirming.value && wheel(desk.value).driving) command({ type: step.command });
}

function takeOver() {
  if (connected() && desk.value.asked === null) command({ type: 'take_over' });
}

/** @param {string} member */
function handOver(member) {
  if (connected()) command({ type: 'hand_over', to: member });
}

/** @param {Rare} rare */
function choose(rare) {
  if (!connected() || confirming.value) return;
  if (rare.asks) confirming.value = rare;
  else command(rare.message('', 0));
}

/** Whoever asked has the focus back. */
function dismiss() {
  const rare = confirming.value;
  confirming.value = null;
  const asked = rare && document.getElementById('rare-' + rare.id);
  if (asked) asked.focus();
}

/**
 * @param {Rare} rare
 * @param {string} reason
 * @param {number} index
 */
function confirm(rare, reason, index) {
  dismiss();
  command(rare.message(reason, index));
}

// Keys

function keptKeys() {
  try {
    return localStorage.getItem('khacsau.desk.keys') !== 'off';
  } catch (problem) {
    return true;
  }
}

/** @param {boolean} on */
function setKeys(on) {
  keysOn.value = on;
  try {
    localStorage.setItem('khacsau.desk.keys', on ? 'on' : 'off');
  } catch (problem) {
    // Without storage the choice holds for this page only.
  }
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && confirming.value) return dismiss();
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || confirming.value) return;
  const focused = event.target;
  if (!(focused instanceof HTMLElement) || focused.closest('input, textarea, select')) return;
  if (event.key === ' ') {
    if (focused.closest('button, a, summary')) return;
    event.preventDefault();
    return advance();
  }
  if (!keysOn.value) return;
  const key = event.key.toUpperCase();
  if (key === 'N' && !wheel(desk.value).driving) return takeOver();
  const rare = wheel(desk.value).driving ? rareSteps(desk.value).find((step) => step.key === key) : undefined;
  if (!rare) return;
  event.preventDefault();
  choose(rare);
});

setInterval(() => {
  tick.value = Date.now();
  now.value = serverTime(clock, tick.value);
}, 100);
window.addEventListener('online', () => connection.hurry());
window.addEventListener('offline', () => connection.hurry());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) connection.hurry();
});

// Drawing

function App() {
  const shown = desk.value;
  const hands = wheel(shown);
  const rare = hands.driving ? rareSteps(shown) : [];
  return html`
    <header class="desk-top">
      <div class="what">
        <p class="unit">${unit}</p>
        <h1>${title}</h1>
      </div>
      <p class="line" data-testid="line" data-line=${line.value} role="status">${lineText(line.value)}</p>
      <nav class="ways" aria-label="Trang khác">
        <a class="button" href=${'/contests/' + contest + '/screen'} target="_blank" rel="noopener">Mở màn chiếu</a>
        <a class="button" href=${'/contests/' + contest + '/results'}>Kết quả</a>
      </nav>
    </header>
    <div class=${'desk' + (confirming.value ? ' asking' : '')}>
      <${Course} desk=${shown} />
      <div class="middle">
        <${Present}
          desk=${shown}
          now=${now.value}
          line=${line.value}
          ready=${ready()}
          closing=${isClosing()}
          hands=${hands}
          results=${'/contests/' + contest + '/results'}
          joining=${joining}
          expected=${expected}
          advance=${advance}
          takeOver=${takeOver}
          goOn=${() => connection.takeOver()}
          asking=${confirming.value}
          confirm=${confirm}
          dismiss=${dismiss}
        />
        <${Hands} desk=${shown} hands=${hands} give=${handOver} />
        <${Rarely} steps=${rare} choose=${choose} keys=${keysOn.value} setKeys=${setKeys} />
      </div>
      <${People} desk=${shown} />
    </div>
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
      return 'Bàn điều khiển mất kết nối, đang thử lại. Kỳ thi vẫn chạy trên máy chủ.';
    default:
      return 'Đã ngắt';
  }
}

app.textContent = '';
render(html`<${App} />`, app);
effect(() => {
  app.dataset.phase = desk.value.phase;
});
