// The desk's panels: the course on the left, the present question and its next step in the middle, people on the right.

import { html, useEffect, useRef, useState } from './vendor/preact.js';
import { formatClock, formatScore, formatSeconds, letter, remaining, share, wholeSeconds } from './game.js';
import { counts, course, isRunning, phaseText } from './desk.js';
import { nextStep, pacingText } from './steps.js';
import { advice, byUnit, checklist, extraTime, photoFinishText } from './people.js';

/** What the room asks of a reason. */
const SHORTEST_REASON = 3;

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./steps.js').Rare} Rare */
/** @typedef {import('./people.js').UnitRow} UnitRow */

/** @param {{ name: string }} props */
function Icon({ name }) {
  return html`<svg class="icon" aria-hidden="true"><use href=${'#icon-' + name} /></svg>`;
}

// Left

/** @param {{ desk: Desk }} props */
export function Course({ desk }) {
  return html`<section class="panel course-panel" aria-labelledby="course">
    <h2 id="course">Tiến trình</h2>
    <ol class="course">
      ${course(desk).map(
        (row) => html`<li key=${row.number} class=${row.kind} aria-current=${row.here ? 'step' : undefined}>
          <b>Câu ${row.number}</b> <span>${row.state}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}

// Middle

/**
 * @typedef {object} PresentProps
 * @property {Desk} desk
 * @property {number} now
 * @property {string} line
 * @property {boolean} ready
 * @property {boolean} closing
 * @property {ReturnType<typeof import('./steps.js').wheel>} hands
 * @property {string} results
 * @property {{ url: string, code: string }} joining
 * @property {import('./people.js').Expected[]} expected
 * @property {() => void} advance
 * @property {() => void} takeOver
 * @property {() => void} goOn
 * @property {Rare | null} asking
 * @property {(rare: Rare, reason: string, index: number) => void} confirm
 * @property {() => void} dismiss
 */

/** @param {PresentProps} props */
export function Present(props) {
  const { desk } = props;
  const auto = pacingText(desk);
  return html`<section class="panel present" aria-labelledby="phase">
    <div role="status"><h2 id="phase">${heading(desk)}</h2></div>
    ${auto && html`<p class="bar caution" role="status">${auto}</p>`}
    <${Next} ...${props} />
    ${props.asking && html`<${Confirm} rare=${props.asking} confirm=${props.confirm} dismiss=${props.dismiss} />`}
    <${Body} ...${props} />
  </section>`;
}

/** @param {Desk} desk */
function heading(desk) {
  const inQuestion = desk.index !== null && ['get_ready', 'question', 'closed', 'revealed', 'standings'].includes(desk.phase);
  return inQuestion ? 'Câu ' + ((desk.index || 0) + 1) + ': ' + phaseText(desk.phase).toLowerCase() : phaseText(desk.phase);
}

/** @param {PresentProps} props */
function Next({ desk, line, ready, closing, hands, results, advance, takeOver, goOn }) {
  const step = nextStep(desk);
  if (line === 'replaced') {
    return html`<div class="next">
      <p>Bàn điều khiển này vừa được mở ở nơi khác.</p>
      <button class="button primary big" type="button" onClick=${goOn}>Tiếp tục trên máy này</button>
    </div>`;
  }
  if (step && line === 'finished') {
    return html`<div class="next"><a class="button primary big" href=${results}>Mở trang kết quả để xác nhận và công bố</a></div>`;
  }
  if (!step) {
    return desk.phase === 'finished'
      ? html`<div class="next"><a class="button primary big" href=${results}>Xem kết quả đã công bố</a></div>`
      : null;
  }
  if (!hands.driving) {
    return html`<div class="next">
      <button class="button big" type="button" data-testid="take-over" onClick=${takeOver}>
        Nhận bàn điều khiển <kbd aria-hidden="true">N</kbd>
      </button>
      <p class="quiet" role="status">${hands.text} Khi đồng chí nhận, kỳ thi không dừng.</p>
    </div>`;
  }
  return html`<div class="next">
    <button class="button primary big" type="button" data-testid="next-step" data-command=${step.command} aria-disabled=${String(!ready)} aria-describedby="next-effect" onClick=${advance}>
      ${closing ? 'Đang nhận các câu trả lời cuối' : step.label} <kbd aria-hidden="true">Phím cách</kbd>
    </button>
    <p class="quiet" id="next-effect">${closing ? 'Câu hỏi tự khóa khi câu trả lời cuối đã tới.' : step.effect}</p>
  </div>`;
}

/** @param {PresentProps} props */
function Body({ desk, now, joining, expected }) {
  const { question, reveal, phase } = desk;
  if (phase === 'paused') return html`<p>${desk.pause || 'Kỳ thi đang tạm dừng trên mọi máy.'}</p>`;
  if (phase === 'get_ready') {
    return html`<p class="countdown">${desk.opensAt === null ? '' : wholeSeconds(remaining(desk.opensAt, now))}</p>`;
  }
  if (phase === 'lobby' || phase === 'scheduled') {
    return html`
      <${Checklist} desk=${desk} expected=${expected} />
      <p>Mời các đồng chí quét mã QR trên màn chiếu, hoặc mở <b>${joining.url}</b>, mã kỳ thi <b class="code">${joining.code}</b>.</p>
    `;
  }
  if (phase === 'standings' || phase === 'finished') {
    const photo = desk.lead && desk.lead.photo_finish;
    return html`
      ${photo && html`<div class="bar caution" data-testid="photo-finish"><h3>Hai đồng chí sát nút</h3><p>${photoFinishText(photo)}</p></div>`}
      <${Leaders} desk=${desk} />
    `;
  }
  if (phase === 'connecting' || phase === 'waiting') return null;
  const tallies = question ? counts(reveal, question.options.map((option) => option.id)) : [];
  return html`
    ${phase === 'question' && question && html`<${Timer} closesAt=${question.closesAt} openedAt=${question.openedAt} now=${now} />`}
    ${question && html`<p class="stem small">${question.text}</p>`}
    ${question && question.image && html`<p class="picture"><img src=${question.image.url} alt=${question.image.alt} /></p>`}
    ${!question && html`<p class="quiet">Đang lấy lại nội dung câu hỏi.</p>`}
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

/** @param {{ desk: Desk, expected: import('./people.js').Expected[] }} props */
function Checklist({ desk, expected }) {
  const rows = checklist(desk, expected);
  const words = { done: 'Xong', todo: 'Cần làm', note: 'Lưu ý' };
  const icons = { done: 'tick', todo: 'caution', note: 'information' };
  return html`<h3>Trước khi bắt đầu</h3>
    <ul class="checks" data-testid="checklist">
      ${rows.map(
        (row) => html`<li key=${row.title} class=${row.state}>
          <${Icon} name=${icons[row.state]} />
          <span><b>${row.title}</b><span class="visually-hidden"> (${words[row.state]})</span><span class="advice">${row.advice}</span></span>
        </li>`,
      )}
    </ul>`;
}

/** @param {{ openedAt: number, closesAt: number, now: number }} props */
function Timer(props) {
  const left = remaining(props.closesAt, props.now);
  return html`<div class="timer" role="timer">
    <span class="track"><span class="fill" style=${{ transform: 'scaleX(' + share(props, props.now).toFixed(3) + ')' }}></span></span>
    <span class="seconds">${wholeSeconds(left)} giây</span>
  </div>`;
}

/** @param {{ desk: Desk }} props */
function Leaders({ desk }) {
  if (!desk.leaders.length) return html`<p class="quiet">Chưa có đồng chí nào được xếp hạng.</p>`;
  return html`<ol class="leaders">
    ${desk.leaders.map(
      (leader, k) => html`<li key=${k}>
        <span class="rank">${leader.place}</span>
        <span class="words">${leader.name} <span class="quiet">${leader.unit}</span></span>
        <span class="number">${formatScore(leader.score)} điểm, ${formatSeconds(leader.elapsed)}</span>
      </li>`,
    )}
  </ol>`;
}

/**
 * Whose hands it is in; giving it away is one press, for the other sees it at once and can give it back.
 * @param {{ desk: Desk, hands: ReturnType<typeof import('./steps.js').wheel>, give: (member: string) => void }} props
 */
export function Hands({ desk, hands, give }) {
  if (!hands.driving || !hands.others.length) return null;
  return html`<section class="panel hands" aria-label="Người điều khiển" data-testid="hands">
    <p role="status">${hands.text} <span class="quiet">Trao đi thì người nhận điều khiển ngay, kỳ thi không dừng.</span></p>
    ${desk.asked === null &&
    hands.others.map(
      (host) => html`<button key=${host.member} class="button" type="button" onClick=${() => give(host.member)}>
        Trao cho ${host.name}
      </button>`,
    )}
  </section>`;
}

/** @param {{ steps: Rare[], choose: (rare: Rare) => void, keys: boolean, setKeys: (on: boolean) => void }} props */
export function Rarely({ steps, choose, keys, setKeys }) {
  if (!steps.length) return null;
  return html`<section class="panel rarely" aria-labelledby="rarely">
    <h2 id="rarely">Khi cần</h2>
    <ul class="rare">
      ${steps.map(
        (rare) => html`<li key=${rare.id}>
          <button class=${'button' + (rare.danger ? ' danger' : '')} id=${'rare-' + rare.id} type="button" aria-describedby=${'effect-' + rare.id} onClick=${() => choose(rare)}>
            ${rare.label} ${keys && html`<kbd aria-hidden="true">${rare.key}</kbd>`}
          </button>
          <span class="quiet" id=${'effect-' + rare.id}>${rare.effect}</span>
        </li>`,
      )}
    </ul>
    <label class="keys">
      <input type="checkbox" checked=${keys} onChange=${(/** @type {Event} */ event) => setKeys(/** @type {HTMLInputElement} */ (event.target).checked)} />
      <span>Dùng phím tắt</span>
    </label>
  </section>`;
}

/**
 * Asks once, beside the step it is about; nothing happens without a second press.
 * @param {{ rare: Rare, confirm: (rare: Rare, reason: string, index: number) => void, dismiss: () => void }} props
 */
function Confirm({ rare, confirm, dismiss }) {
  const no = useRef(/** @type {HTMLElement | null} */ (null));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const which = useRef(/** @type {HTMLSelectElement | null} */ (null));
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (!no.current) return;
    no.current.focus();
    no.current.scrollIntoView({ block: 'nearest' });
  }, [rare]);
  const { asks } = rare;
  if (!asks) return null;
  const questions = asks.questions || [];
  /** @param {Event} event */
  const act = (event) => {
    event.preventDefault();
    const index = which.current ? Number(which.current.value) : questions.length ? questions[0] : 0;
    const reason = field.current ? field.current.value.trim() : '';
    if (field.current && reason.length < SHORTEST_REASON) {
      setRefused(true);
      return field.current.focus();
    }
    confirm(rare, reason, index);
  };
  return html`<div class="confirm" role="alertdialog" aria-labelledby="confirm-heading" aria-describedby="confirm-text" data-testid="confirm"><form onSubmit=${act} noValidate>
    <h2 id="confirm-heading">${asks.heading}</h2>
    <p id="confirm-text">${asks.text}</p>
    ${questions.length > 1 &&
    html`<label for="which">Câu nào</label>
      <select id="which" ref=${which}>
        ${questions.map((index) => html`<option key=${index} value=${index}>Câu ${index + 1}</option>`)}
      </select>`}
    ${asks.reason &&
    html`<label for="reason">Lý do</label>
      <input
        id="reason"
        ref=${field}
        required
        maxlength="500"
        defaultValue=${asks.reason}
        aria-invalid=${String(refused)}
        aria-describedby=${refused ? 'reason-error reason-hint' : 'reason-hint'}
      />
      ${refused && html`<p class="field-error" id="reason-error" role="alert">Xin ghi lý do, ít nhất 3 ký tự.</p>`}
      <p class="quiet" id="reason-hint">Từ 3 đến 500 ký tự, người đọc biên bản sẽ thấy.</p>`}
    <p class="ways">
      <button class="button" type="button" ref=${no} onClick=${dismiss}>Không, giữ nguyên <kbd aria-hidden="true">Esc</kbd></button>
      <button class="button primary" type="submit" data-testid="confirm-yes">${asks.yes}</button>
    </p>
  </form></div>`;
}

// Right

/** @param {{ desk: Desk }} props */
export function People({ desk }) {
  const running = isRunning(desk);
  const rows = byUnit(desk);
  const expected = rows.length ? rows.reduce((sum, row) => sum + row.expected, 0) : desk.eligible;
  return html`<section class="panel people" aria-labelledby="room">
    <h2 id="room">Phòng thi</h2>
    <p class="figure"><b data-testid="present">${desk.present}</b>${expected ? '/' + expected : ''} đồng chí có mặt</p>
    ${running && html`<p class="figure"><b data-testid="answered">${desk.answered}/${desk.present}</b> đã trả lời câu này</p>`}
    ${rows.length > 0 && html`<ul class="units" aria-label="Theo đơn vị">${rows.map((row) => html`<${Unit} key=${row.unit} row=${row} running=${running} />`)}</ul>`}
    <${Names} heading="Chưa có mặt" rows=${rows} of="missing" open=${desk.phase === 'lobby'} />
    <${Names} heading="Đang có mặt" rows=${rows} of="here" open=${false} />
    <h3>Cần lưu ý</h3>
    <${Log} desk=${desk} />
  </section>`;
}

/** @param {{ row: UnitRow, running: boolean }} props */
function Unit({ row, running }) {
  const [some, all] = running ? [row.answered, Math.max(row.present, row.answered)] : [row.present, row.expected];
  return html`<li>
    <span class="words">${row.unit}</span> <b class="number">${all ? some + '/' + all : 'vắng cả'}</b>
    <span class="track" aria-hidden="true"><span class="fill" style=${{ transform: 'scaleX(' + (all ? some / all : 0).toFixed(3) + ')' }}></span></span>
  </li>`;
}

/** @param {{ heading: string, rows: UnitRow[], of: 'missing' | 'here', open: boolean }} props */
function Names({ heading: words, rows, of, open }) {
  const [isOpen, setOpen] = useState(open);
  const count = rows.reduce((sum, row) => sum + row[of].length, 0);
  if (!count) return null;
  return html`<details class="names" open=${isOpen} onToggle=${(/** @type {Event} */ event) => setOpen(/** @type {HTMLDetailsElement} */ (event.target).open)}>
    <summary>${words} <b class="number">${count}</b></summary>
    ${isOpen &&
    rows.map(
      (row) => row[of].length > 0 && html`<div key=${row.unit}>
        ${rows.length > 1 && html`<h3>${row.unit}</h3>`}
        <ul>${row[of].map((person, k) => html`<li key=${person.name + k}>${person.name}${person.note && html` <span class="quiet">${person.note}</span>`}</li>`)}</ul>
      </div>`,
    )}
  </details>`;
}

/** @param {{ desk: Desk }} props */
function Log({ desk }) {
  const told = desk.notices.map((notice) => ({ ...notice, times: 1 }));
  const rows = advice(desk.incidents).concat(told).sort((one, other) => other.at - one.at);
  const extra = extraTime(desk);
  return html`
    ${!rows.length && !extra.length && html`<p class="quiet">Chưa có việc gì cần lưu ý.</p>`}
    <ul class="log" aria-live="polite">
      ${rows.map(
        (row) => html`<li key=${row.at + row.text}>
          <span class="number">${formatClock(row.at)}</span> ${row.text}${row.times > 1 && html` <b>(${row.times} lần)</b>`}
        </li>`,
      )}
    </ul>
    ${extra.length > 0 && html`<ul class="log">${extra.map((text) => html`<li key=${text}>${text}</li>`)}</ul>`}
  `;
}
