// The standings that move, and the podium.

import { html, useLayoutEffect, useRef } from './vendor/preact.js';
import { formatScore, formatSeconds } from './game.js';
import { board, podium } from './wall.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./game.js').Leaders} Leaders */

/** @param {{ desk: Desk }} props */
export function Standings({ desk }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const rows = board(desk.leaders, desk.before);
  useLayoutEffect(() => {
    if (list.current) move(list.current, rows.map((row) => row.from));
  }, [desk.leaders]);
  return html`<section class="board">
    <h1>Thứ hạng ${desk.index === null ? '' : 'sau câu ' + (desk.index + 1)}</h1>
    ${!rows.length && html`<p class="figure">Chưa có đồng chí nào được xếp hạng.</p>`}
    <ol class="board-list" data-testid="leaders" ref=${list}>
      ${rows.map(
        ({ key, leader, moved, movedWords }) => html`<li key=${key} class=${'place-' + leader.place}>
          <span class="rank">${leader.place}</span>
          <span class="words"><b>${leader.name}</b> <span class="quiet">${leader.unit}</span></span>
          <span class="moved"><span aria-hidden="true">${moved}</span><span class="visually-hidden">${movedWords}</span></span>
          <span class="number score">${formatScore(leader.score)} điểm</span>
          <span class="number quiet">${formatSeconds(leader.elapsed)}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}

/**
 * Each line starts where it stood on the board before, and goes to where it stands now; who was not there comes from
 * below. How long that takes, and whether it is seen at all, the style says.
 * @param {HTMLElement} list
 * @param {(number | null)[]} from
 */
function move(list, from) {
  const lines = /** @type {HTMLElement[]} */ (Array.from(list.children));
  const tops = lines.map((line) => line.offsetTop);
  lines.forEach((line, at) => {
    const was = from[at];
    const start = was === null || was === undefined ? tops[tops.length - 1] - tops[at] + line.offsetHeight : (tops[was] || 0) - tops[at];
    line.classList.remove('moving');
    line.style.transform = from.every((one) => one === null) ? '' : 'translateY(' + start + 'px)';
  });
  // So that the lines are drawn there once before they go.
  list.getBoundingClientRect();
  for (const line of lines) {
    line.classList.add('moving');
    line.style.transform = '';
  }
}

/** @param {{ desk: Desk, title: string, unit: string, fingerprint: string, hash: string }} props */
export function Podium({ desk, title, unit, fingerprint, hash }) {
  const { steps, rest } = podium(desk.leaders);
  return html`<section class="board final">
    <div class="final-head">
      <h1>${title}</h1>
      <p class="unit">${unit}</p>
    </div>
    ${!steps.length && html`<p class="figure">Kỳ thi đã kết thúc. Kết quả ở trang kết quả của kỳ thi.</p>`}
    <ol class=${'podium of-' + steps.length} data-testid="leaders">
      ${steps.map((leader) => html`<${Step} key=${leader.name + leader.unit} leader=${leader} />`)}
    </ol>
    ${rest.length > 0 &&
    html`<ol class="rest">
      ${rest.map(
        (leader, k) => html`<li key=${k}>
          <span class="rank">${leader.place}</span>
          <span class="words">${leader.name} <span class="quiet">${leader.unit}</span></span>
          <span class="number">${formatScore(leader.score)} điểm</span>
        </li>`,
      )}
    </ol>`}
    <p class="witness">
      ${hash && html`<span>Dấu biên bản <span class="hash">${hash}</span></span>`}
      ${fingerprint && html`<span>Khóa ký <span class="hash">${fingerprint}</span></span>`}
    </p>
  </section>`;
}

/** @param {{ leader: Leaders[number] }} props */
function Step({ leader }) {
  return html`<li class=${'place-' + Math.min(leader.place, 4)}>
    <span class="medal">${leader.place}</span>
    <b class="name">${leader.name}</b>
    <span class="from">${leader.unit}</span>
    <span class="number score">${formatScore(leader.score)} điểm</span>
    <span class="number time">${formatSeconds(leader.elapsed)}</span>
  </li>`;
}
