// How large and how dark: chosen once, kept on this device, applied on every page.

const root = document.documentElement;

/** @param {string} name */
function kept(name) {
  try {
    return localStorage.getItem('khacsau.' + name) || '';
  } catch (problem) {
    return '';
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function keep(name, value) {
  try {
    localStorage.setItem('khacsau.' + name, value);
  } catch (problem) {
    // Without storage the choice holds for this page only.
  }
}

function apply() {
  for (const button of Array.from(document.querySelectorAll('#reading button'))) {
    if (!(button instanceof HTMLElement)) continue;
    const { size, contrast } = button.dataset;
    const pressed = size ? size === (root.dataset.size || 'normal') : contrast === root.dataset.contrast;
    button.setAttribute('aria-pressed', String(pressed));
  }
}

/**
 * @param {'size' | 'contrast'} name
 * @param {string} value
 */
function choose(name, value) {
  root.dataset[name] = value;
  keep(name, value);
  apply();
}

if (kept('size')) root.dataset.size = kept('size');
if (kept('contrast')) root.dataset.contrast = kept('contrast');

const controls = document.getElementById('reading');
if (controls) {
  controls.hidden = false;
  controls.addEventListener('click', (event) => {
    const button = event.target;
    if (!(button instanceof HTMLElement)) return;
    const { size, contrast } = button.dataset;
    if (size) choose('size', size);
    else if (contrast) choose('contrast', root.dataset.contrast === contrast ? '' : contrast);
  });
  apply();
}
