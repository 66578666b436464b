// Planning a contest: what the bank has is said beside each line while it is typed. Without this
// module, the button Kiểm tra says the same.

/** @typedef {{ words: string, short: boolean }} Supply */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-check]'));

/** Long enough that a number of two digits is asked about once. */
const PAUSE = 250;
let asked = 0;
let timer = 0;

/** @param {Element | null} place @param {Supply} supply */
function say(place, supply) {
  if (!place) return;
  if (place.textContent !== supply.words) place.textContent = supply.words;
  place.toggleAttribute('data-short', supply.short);
}

/** @param {HTMLFormElement} form */
async function look(form) {
  const own = (asked += 1);
  const typed = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (typeof value === 'string') typed.append(name, value);
  });
  /** @type {{ lines: Supply[], total: Supply }} */
  let supply;
  try {
    const response = await fetch(form.dataset.check || '', { method: 'POST', body: typed });
    if (!response.ok) return;
    supply = await response.json();
  } catch (lost) {
    return; // The button asks again, and says so if it cannot.
  }
  if (own !== asked) return;
  const places = form.querySelectorAll('[data-supply]');
  const counts = form.querySelectorAll('input[name=count]');
  supply.lines.forEach((line, at) => {
    say(places[at] || null, line);
    const count = counts[at];
    if (!count) return;
    if (line.short) count.setAttribute('aria-invalid', 'true');
    else count.removeAttribute('aria-invalid');
  });
  say(form.querySelector('[data-total]'), supply.total);
}

/** What the lines are made of. */
const ASKED = ['count', 'weight', 'document', 'topic', 'difficulty'];

if (form) {
  form.addEventListener('input', (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!ASKED.includes(field.name)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(form), PAUSE);
  });
}
