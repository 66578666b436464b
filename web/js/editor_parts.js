// What the editor shows: the bar, the options, what a colleague would say, and the phone of a member.

import { html, useLayoutEffect, useRef, useState } from './vendor/preact.js';
import { formatClock, letter } from './game.js';
import { LEAST, MOST, added, doubled, marked, moved, removed, worded } from './writing.js';

/** @typedef {import('./writing.js').Entry} Entry */
/** @typedef {import('./writing.js').Choice} Choice */
/** @typedef {import('./writing.js').Writing} Writing */
/** @typedef {import('./editor.js').Draft} Draft */
/** @typedef {import('./editor.js').Advice} Advice */
/** @typedef {import('./shelf.js').Shelved} Shelved */
/** @typedef {{ key: number, what: string }} Focus */

/**
 * @param {{ writing: Writing, status: string, trouble: boolean, other: Draft | null, found: Shelved | null,
 *   here: boolean, undo: () => void, redo: () => void, keepMine: () => void, takeTheirs: () => void,
 *   takeFound: () => void, dropFound: () => void }} props
 */
export function Bar({ writing, status, trouble, other, found, here, undo, redo, keepMine, takeTheirs, takeFound, dropFound }) {
  return html`
    <div class="pen">
      <button class="button" type="button" aria-disabled=${String(!writing.past.length)} title="Ctrl+Z" onClick=${undo}>Hoàn tác</button>
      <button class="button" type="button" aria-disabled=${String(!writing.future.length)} title="Ctrl+Y" onClick=${redo}>Làm lại</button>
      <p class=${trouble ? 'kept trouble' : 'kept'} data-testid="kept" role=${trouble ? 'status' : null}>${status}</p>
    </div>
    ${other && html`<section class="notice caution" data-testid="other" aria-label="Bài ở một trang khác" role="alert">
      <p><b>Một trang khác của đồng chí đã tự lưu bài này lúc ${formatClock(other.saved_at)}.</b></p>
      <p>Ở trang kia, câu hỏi là: “${other.typed.stem || 'chưa viết'}”${other.typed.options.length > 0 && ', các phương án: ' + other.typed.options.map(({ text }) => text).join('; ')}.</p>
      <p class="ways">
        <button class="button" type="button" onClick=${keepMine}>Giữ bài ở trang này</button>
        <button class="button" type="button" onClick=${takeTheirs}>Lấy bài ở trang kia</button>
      </p>
    </section>`}
    ${found && html`<section class="notice caution" data-testid="found" aria-label="Bài còn giữ trên máy này">
      <p><b>Máy này còn giữ bài viết lúc ${formatClock(found.at)} chưa lưu được lên máy chủ.</b></p>
      <p>“${found.typed.stem || 'Chưa có nội dung câu hỏi'}”</p>
      <p class="ways">
        ${here ? html`<button class="button" type="button" onClick=${takeFound}>Lấy lại bài này</button>` : html`<a class="button" href=${found.address}>Mở bài này</a>`}
        <button class="button plain" type="button" onClick=${dropFound}>Bỏ bài này</button>
      </p>
    </section>`}
  `;
}

/**
 * @param {{ entry: Entry, focus: Focus | null, type: (field: string, entry: Entry) => void,
 *   change: (entry: Entry, focus?: Focus | null) => void }} props
 */
export function Choices({ entry, focus, type, change }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const target = focus && list.current && list.current.querySelector('[data-key="' + focus.key + '"] ' + focus.what);
    if (target instanceof HTMLElement) target.focus();
  }, [focus]);
  const { options, kind } = entry;
  return html`<div ref=${list}>
    ${options.map((one, at) => html`<${Row} key=${one.key} one=${one} at=${at} of=${options.length} entry=${entry} type=${type} change=${change} />`)}
    ${options.length < MOST && kind !== 'true_false' && html`<p>
      <button class="button" type="button" data-testid="add" onClick=${() => add(entry, change)}>Thêm phương án</button>
    </p>`}
  </div>`;
}

/** @param {Entry} entry @param {(entry: Entry, focus?: Focus | null) => void} change */
function add(entry, change) {
  const next = added(entry);
  change(next, { key: next.options[next.options.length - 1].key, what: 'textarea' });
}

/**
 * @param {{ one: Choice, at: number, of: number, entry: Entry, type: (field: string, entry: Entry) => void,
 *   change: (entry: Entry, focus?: Focus | null) => void }} props
 */
function Row({ one, at, of, entry, type, change }) {
  const name = letter(at);
  const isFixed = entry.kind === 'true_false';
  /** @param {number} to @param {string} what */
  const move = (to, what) => change(moved(entry, at, to), { key: one.key, what });
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const way = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && way) move(at + way, 'textarea');
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.isComposing) goOn();
    else return;
    event.preventDefault();
  };
  const goOn = () => {
    if (at + 1 < of) change(entry, { key: entry.options[at + 1].key, what: 'textarea' });
    else if (!isFixed) add(entry, change);
  };
  const remove = () => {
    const next = removed(entry, at);
    change(next, { key: next.options[Math.min(at, next.options.length - 1)].key, what: 'textarea' });
  };
  const rows = Math.max(1, Math.ceil(one.text.length / 26));
  return html`<div class="choice" data-key=${one.key} data-testid="choice">
    <label for=${'option-' + at}>Phương án ${name}</label>
    <textarea
      id=${'option-' + at}
      name="option"
      rows=${rows}
      value=${one.text}
      onInput=${(/** @type {InputEvent} */ event) => type('option' + one.key, worded(entry, at, /** @type {HTMLTextAreaElement} */ (event.target).value))}
      onKeyDown=${key}
    ></textarea>
    <label class="mark">
      <input
        type=${entry.kind === 'multiple' ? 'checkbox' : 'radio'}
        name="right"
        value=${at}
        checked=${one.correct}
        onChange=${() => change(marked(entry, at))}
      />
      ${name} là phương án đúng
    </label>
    ${!isFixed && html`<div class="handles">
      <button class="button up" type="button" aria-disabled=${String(at === 0)} aria-label=${'Chuyển phương án ' + name + ' lên'} title="Alt+↑" onClick=${() => move(at - 1, '.up')}>Lên</button>
      <button class="button down" type="button" aria-disabled=${String(at === of - 1)} aria-label=${'Chuyển phương án ' + name + ' xuống'} title="Alt+↓" onClick=${() => move(at + 1, '.down')}>Xuống</button>
      ${of < MOST && html`<button class="button" type="button" aria-label=${'Nhân đôi phương án ' + name} onClick=${() => change(doubled(entry, at))}>Nhân đôi</button>`}
      ${of > LEAST && html`<button class="button" type="button" aria-label=${'Xóa phương án ' + name} onClick=${remove}>Xóa</button>`}
    </div>`}
  </div>`;
}

/** @param {{ image: string, alt: string, said: string, drop: () => void }} props */
export function PictureNow({ image, alt, said, drop }) {
  return html`
    ${image && html`<p><img class="picture-now" src=${'/questions/images/' + image} alt=${alt} /></p>
      <p><button class="button" type="button" onClick=${drop}>Bỏ ảnh này</button></p>`}
    <p role="status" data-testid="pictured">${said}</p>
  `;
}

/** @param {{ entry: Entry, advice: Advice | null }} props */
export function Side({ entry, advice }) {
  return html`
    <section class="card" aria-labelledby="advice">
      <h2 id="advice">Góp ý</h2>
      <${Remarks} entry=${entry} advice=${advice} />
    </section>
    <section aria-labelledby="preview">
      <h2 id="preview">Trên điện thoại của đảng viên</h2>
      <${Glass} entry=${entry} />
    </section>
  `;
}

/** @param {{ entry: Entry, advice: Advice | null }} props */
function Remarks({ entry, advice }) {
  const isBegun = entry.stem.trim() !== '' || entry.options.some(({ text }) => text.trim() !== '');
  if (!isBegun || !advice) return html`<p class="quiet">Khi đồng chí viết, những điều nên xem lại sẽ hiện ở đây.</p>`;
  // How it fits is seen below, on the phone itself.
  const findings = advice.findings.filter((one) => !one.is_length);
  if (!advice.problems.length && !findings.length) return html`<p data-testid="no-remarks">Chưa thấy điều gì cần sửa.</p>`;
  return html`
    ${advice.problems.length > 0 && html`<h3>Cần sửa trước khi gửi duyệt</h3>
      <ul class="remarks" data-testid="problems">${advice.problems.map((one) => html`<li key=${one.text}><a href=${'#' + one.field}>${one.text}</a></li>`)}</ul>`}
    ${findings.length > 0 && html`<h3>Nên xem lại</h3>
      <ul class="remarks" data-testid="findings">${findings.map((one) => html`<li key=${one.text}>${one.text}</li>`)}</ul>`}
  `;
}

/** The smallest phone, with the play page's own styles. @param {{ entry: Entry }} props */
function Glass({ entry }) {
  const middle = useRef(/** @type {HTMLElement | null} */ (null));
  const [fits, say] = useState(true);
  useLayoutEffect(() => {
    const { current } = middle;
    if (current) say(current.scrollHeight - current.clientHeight <= 4);
  });
  const { image, image_alt: alt } = entry;
  const shown = entry.options.filter(({ text }) => text.trim() !== '');
  const multiple = entry.kind === 'multiple';
  return html`
    <p class=${fits ? 'quiet' : 'notice caution'} data-testid="fit">${
      fits
        ? 'Vừa một màn hình điện thoại nhỏ. Khi thi, các phương án được xáo trộn cho từng người.'
        : 'Không vừa một màn hình điện thoại nhỏ: người thi phải kéo xuống mới thấy hết. Đồng chí nên rút ngắn câu hỏi hoặc phương án.'
    }</p>
    <div class="glass"><div class="play">
      <div class="strip"><p class="number">Câu 3/10</p><p class="line" data-line="good" data-quality="good">Đường truyền tốt</p></div>
      <div class="timer"><span class="track"><span class="fill"></span></span><span class="seconds">${entry.limit.trim() || '30'} giây</span></div>
      <div class="middle" ref=${middle} tabindex="0" role="group" aria-label="Câu hỏi như đảng viên thấy">
        <p class="stem">${entry.stem.trim() || 'Câu hỏi sẽ hiện ở đây'}</p>
        ${image && html`<div class="picture"><img src=${'/questions/images/' + image} alt=${alt} /><span class="hint">Phóng to ảnh</span></div>`}
        ${multiple && html`<p class="quiet">Chọn tất cả phương án đúng.</p>`}
        ${shown.map((one, at) => html`<div class="option" key=${one.key}><span class="letter">${letter(at)}</span><span class="words">${one.text}</span></div>`)}
      </div>
      <div class="hand"><p class="button primary big">Gửi câu trả lời</p></div>
    </div></div>
  `;
}
