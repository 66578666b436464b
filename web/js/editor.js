// The editor: the form's own fields stay the form's; here are the options, the way back, what is kept meanwhile, and
// what is said of the question. Saving is the form's.

import { html, render, signal, computed, effect } from './vendor/preact.js';
import { formatClock } from './game.js';
import * as keeper from './keeping.js';
import * as pen from './writing.js';
import { shelf } from './shelf.js';
import { Bar, Choices, PictureNow, Side } from './editor_parts.js';

/** @typedef {import('./writing.js').Entry} Entry */
/** @typedef {import('./writing.js').TextField} TextField */
/** @typedef {import('./shelf.js').Shelved} Shelved */
/** @typedef {{ problems: { field: string, text: string }[], findings: { is_length: boolean, text: string }[] }} Advice */
/** @typedef {{ version: number, saved_at: number, base: number, typed: Parameters<typeof pen.received>[0] }} Draft */

const form = /** @type {HTMLFormElement} */ (document.getElementById('question-form'));
const { unit = '', question = '', draft = '', owner = '', address = '', refused = '' } = form.dataset;
const api = '/api/units/' + unit;
const keptAt = api + '/question-drafts/' + draft;

/** @type {TextField[]} */
const TEXTS = ['stem', 'explanation', 'source', 'limit', 'topic', 'difficulty', 'document', 'image', 'image_alt'];
/** A colleague looks when the hand rests. */
const LOOK = 700;

const writing = signal(pen.begin(read()));
const keeping = signal(begun());
const advice = signal(/** @type {Advice | null} */ (null));
/** What another tab has kept, to choose from. */
const other = signal(/** @type {Draft | null} */ (null));
/** What this device has kept of an earlier visit. */
/** What became of the last picture that was chosen. */
const pictured = signal('');
const found = signal(/** @type {Shelved | null} */ (null));
const focusOn = signal(/** @type {{ key: number, what: string } | null} */ (null));

const now = computed(() => writing.value.now);
const places = shelf(owner);

// The form

/** @param {string} name */
function field(name) {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement ? found : null;
}

/** @param {string} name */
function value(name) {
  const there = field(name);
  return there ? there.value : '';
}

/** @returns {Entry} */
function read() {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, value(name)]));
  const marks = [...form.querySelectorAll('input[name=right]')].map((one) => /** @type {HTMLInputElement} */ (one).checked);
  const boxes = [...form.querySelectorAll('textarea[name=option]')].map((one) => /** @type {HTMLTextAreaElement} */ (one).value);
  const options = boxes.map((text, at) => pen.choice(text, marks[at])).filter((one) => one.text.trim() || one.correct);
  return { .../** @type {Record<TextField, string>} */ (texts), kind: value('kind'), keep_order: ticked('keep_order'), options };
}

/** @param {string} name */
function ticked(name) {
  const box = field(name);
  return box instanceof HTMLInputElement && box.checked;
}

/** Where a step back or another tab's text has changed them. @param {Entry} entry */
function show(entry) {
  for (const name of [...TEXTS, /** @type {const} */ ('kind')]) {
    const box = field(name);
    if (box && box.value !== entry[name]) box.value = entry[name];
  }
  const order = field('keep_order');
  if (order instanceof HTMLInputElement) order.checked = entry.keep_order;
}

/** @param {string} name @param {string} text */
function hide(name, text) {
  const box = field(name);
  if (box) box.value = text;
}

form.addEventListener('input', (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement || box instanceof HTMLSelectElement)) return;
  const entry = now.value;
  if (box.name === 'kind') writing.value = pen.changed(writing.value, pen.ofKind(entry, box.value));
  else if (box.name === 'keep_order') writing.value = pen.changed(writing.value, { ...entry, keep_order: ticked('keep_order') });
  else if (TEXTS.includes(/** @type {TextField} */ (box.name))) type(box.name, { ...entry, [box.name]: box.value });
});

/** @param {string} name @param {Entry} entry */
function type(name, entry) {
  writing.value = pen.typed(writing.value, name, entry, Date.now());
}

/** @param {Entry} entry @param {{ key: number, what: string } | null} [focus] */
function change(entry, focus = null) {
  writing.value = pen.changed(writing.value, entry);
  focusOn.value = focus;
}

function undo() {
  writing.value = pen.undo(writing.value);
}

function redo() {
  writing.value = pen.redo(writing.value);
}

// Keys

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === 'z') (event.shiftKey ? redo : undo)();
  else if (key === 'y') redo();
  else if (key === 's') press('keep');
  else if (key === 'enter') press('submit');
  else return;
  event.preventDefault();
});

/** @param {string} then */
function press(then) {
  const button = form.querySelector('button[name=then][value=' + then + ']');
  if (button instanceof HTMLElement) button.click();
}

// Keeping

function begun() {
  const text = pen.textOf(pen.begin(read()).now);
  // What was sent and not taken is nowhere yet.
  return keeper.wrote(keeper.keep(Number(form.dataset.version), refused ? '' : text), text);
}

async function push() {
  const body = { version: keeping.value.version, question, base: Number(value('base')), typed: pen.sent(now.value) };
  keeping.value = keeper.sending(keeping.value);
  const reply = await ask('PUT', keptAt, body);
  if (reply.ok) keeping.value = keeper.taken(keeping.value, reply.body.version, reply.body.saved_at);
  else keeping.value = keeper.refused(keeping.value, reply.status, reply.body.code || '');
  if (keeping.value.phase === 'clash') await look();
}

/** Has another tab kept something since? */
async function look() {
  const reply = await ask('GET', keptAt);
  if (!reply.ok || reply.body.version === keeping.value.version) return;
  if (pen.textOf(pen.received(reply.body.typed)) === keeping.value.here) {
    // The same words: nothing to choose.
    keeping.value = keeper.yielded(keeping.value, reply.body.version, keeping.value.here);
    return;
  }
  keeping.value = keeper.refused(keeping.value, 409, 'draft_changed');
  other.value = reply.body;
}

/**
 * @param {string} method
 * @param {string} url
 * @param {unknown} [body]
 * @returns {Promise<{ ok: boolean, status: number, body: any }>}
 */
async function ask(method, url, body) {
  try {
    const isFile = body instanceof Blob;
    const headers = { 'content-type': isFile ? 'application/octet-stream' : 'application/json' };
    const text = body === undefined || isFile ? body : JSON.stringify(body);
    const response = await fetch(url, { method, headers, body: text, credentials: 'same-origin' });
    return { ok: response.ok, status: response.status, body: await response.json().catch(() => ({})) };
  } catch (problem) {
    return { ok: false, status: 0, body: {} };
  }
}

function keepMine() {
  if (!other.value) return;
  keeping.value = keeper.insist(keeping.value, other.value.version);
  other.value = null;
}

function takeTheirs() {
  if (!other.value) return;
  const { version, base, typed } = other.value;
  change(pen.received(typed));
  hide('base', String(base));
  keeping.value = keeper.yielded(keeping.value, version, pen.textOf(now.value));
  other.value = null;
}

function takeFound() {
  if (!found.value) return;
  change(pen.received(found.value.typed));
  hide('base', String(found.value.base));
  found.value = null;
}

function dropFound() {
  if (found.value) places.drop(found.value.draft);
  found.value = null;
}

/** @param {boolean} isSent */
function putAway(isSent) {
  if (found.value) return; // not before it is chosen what becomes of the earlier one
  if (!keeper.onlyHere(keeping.value)) return places.drop(draft);
  const typed = pen.sent(now.value);
  places.put({ draft, unit, question, base: Number(value('base')), address, at: Date.now(), sent: isSent, typed });
}

// The picture

const picture = field('picture');
if (picture instanceof HTMLInputElement) picture.addEventListener('change', () => bring(picture));

/** @param {HTMLInputElement} box */
async function bring(box) {
  const file = box.files && box.files[0];
  if (!file) return;
  pictured.value = 'Đang gửi ảnh…';
  const reply = await ask('POST', api + '/question-images', file);
  pictured.value = broughtText(reply);
  if (!reply.ok) return;
  change({ ...now.value, image: reply.body.hash });
  box.value = '';
}

/** @param {{ ok: boolean, status: number }} reply */
function broughtText({ ok, status }) {
  if (ok) return 'Đã nhận ảnh. Đồng chí viết vài chữ trong ảnh có gì.';
  if (status === 400) return 'Tệp này không phải ảnh JPEG, PNG, WebP, hoặc ảnh bị hỏng hay quá lớn. Đồng chí hãy chọn ảnh khác.';
  if (status === 413) return 'Ảnh nặng quá 8 MB. Đồng chí hãy chọn ảnh nhỏ hơn.';
  return 'Chưa gửi được ảnh. Ảnh sẽ được gửi khi đồng chí bấm lưu, hoặc đồng chí chọn lại ảnh khi có đường truyền.';
}

function dropPicture() {
  change({ ...now.value, image: '', image_alt: '' });
  pictured.value = '';
}

// What follows from what

let tries = 0;
let planned = '';
effect(() => {
  const { phase, tries: vain } = keeping.value;
  const wait = keeper.nextTry(keeping.value);
  const plan = phase + vain;
  // A try without a line is not put off by every letter.
  if (phase !== 'waiting' && plan === planned) return;
  planned = plan;
  clearTimeout(tries);
  if (wait !== null) tries = setTimeout(push, wait);
});
effect(() => {
  const entry = now.value;
  show(entry);
  const text = pen.textOf(entry);
  if (text === keeping.peek().here) return;
  keeping.value = keeper.wrote(keeping.peek(), text);
  // From the first letter on, this page's address leads back to its draft.
  if (location.pathname + location.search !== address) history.replaceState(null, '', address);
});
let putting = 0;
effect(() => {
  hide('draft_version', String(keeping.value.version));
  clearTimeout(putting);
  putting = setTimeout(() => putAway(false), 300);
});
let looking = 0;
effect(() => {
  const typed = pen.sent(now.value);
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const reply = await ask('POST', api + '/question-check', { question, typed });
    if (reply.ok && pen.textOf(now.value) === pen.textOf(pen.received(typed))) advice.value = reply.body;
  }, LOOK);
});

window.addEventListener('pagehide', () => putAway(false));
form.addEventListener('submit', () => putAway(true));
window.addEventListener('online', () => {
  if (keeping.value.phase === 'lost') push();
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return putAway(false);
  const { phase, version } = keeping.value;
  if (phase === 'lost' || phase === 'signed_out') push();
  else if (phase === 'still' && version > 0) look();
});

const kept = places.find({ draft, unit, question, base: Number(value('base')) });
if (kept && pen.textOf(pen.received(kept.typed)) !== keeping.value.here) found.value = kept;

// Drawing

/** @param {string} id @param {unknown} node */
function draw(id, node) {
  const place = document.getElementById(id);
  if (!place) return;
  place.textContent = '';
  place.hidden = false;
  render(node, place);
}

const status = computed(() => keeper.statusText(keeping.value, formatClock));
const trouble = computed(() => keeper.isTrouble(keeping.value));

function EditorBar() {
  return html`<${Bar}
    writing=${writing.value}
    status=${status.value}
    trouble=${trouble.value}
    other=${other.value}
    found=${found.value}
    here=${found.value !== null && found.value.draft === draft}
    undo=${undo}
    redo=${redo}
    keepMine=${keepMine}
    takeTheirs=${takeTheirs}
    takeFound=${takeFound}
    dropFound=${dropFound}
  />`;
}

function EditorChoices() {
  return html`<${Choices} entry=${now.value} focus=${focusOn.value} type=${type} change=${change} />`;
}

function EditorSide() {
  return html`<${Side} entry=${now.value} advice=${advice.value} />`;
}

function EditorPicture() {
  return html`<${PictureNow} image=${now.value.image} alt=${now.value.image_alt} said=${pictured.value} drop=${dropPicture} />`;
}

draw('editor-bar', html`<${EditorBar} />`);
draw('choices', html`<${EditorChoices} />`);
draw('picture-now', html`<${EditorPicture} />`);
draw('editor-side', html`<${EditorSide} />`);
form.dataset.ready = 'true';
if (form.parentElement) form.parentElement.classList.add('alive');
