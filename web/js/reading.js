// How large, how dark and in which letters: chosen once, kept on this device, applied on every page. A classic script
// in the head, so that it is done before the first paint; short, because the paint waits for it.

(() => {
  const root = document.documentElement;
  const script = document.currentScript;

  /** @param {string} name */
  function kept(name) {
    try {
      return localStorage.getItem('khacsau.' + name);
    } catch (problem) {
      return null;
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

  // Size and contrast

  /** 18, 21 and 24 px: the first is the normal one, and there is none below it. */
  const SIZES = ['normal', 'large', 'largest'];
  const SAID = ['Cỡ chữ thường', 'Cỡ chữ lớn', 'Cỡ chữ rất lớn'];

  /** Which of the sizes it is. */
  function size() {
    return Math.max(0, SIZES.indexOf(root.dataset.size || ''));
  }

  /**
   * Where a button leads, from the size of now; to the same where there is no further step.
   * @param {string} step
   */
  function after(step) {
    if (step === 'normal') return 0;
    return Math.min(SIZES.length - 1, Math.max(0, size() + (step === 'up' ? 1 : -1)));
  }

  const wanted = kept('contrast');
  const asked = window.matchMedia('(prefers-contrast: more)').matches ? 'more' : '';
  root.dataset.size = kept('size') || '';
  root.dataset.size = SIZES[size()];
  root.dataset.contrast = wanted === null ? asked : wanted;

  function showChoice() {
    for (const group of Array.from(document.querySelectorAll('[data-reading]'))) {
      if (group instanceof HTMLElement) group.hidden = false;
      for (const button of Array.from(group.querySelectorAll('button'))) {
        const { step, contrast } = button.dataset;
        if (contrast) button.setAttribute('aria-pressed', String(contrast === root.dataset.contrast));
        else if (step === 'normal') button.setAttribute('aria-pressed', String(size() === 0));
        // At an end the button stays where it is, and says that there is no more.
        else if (step) button.setAttribute('aria-disabled', String(after(step) === size()));
      }
    }
  }

  /** @param {HTMLElement} button */
  function choose(button) {
    const { step, contrast } = button.dataset;
    if (step) {
      const next = after(step);
      root.dataset.size = SIZES[next];
      keep('size', SIZES[next]);
      const said = button.parentElement && button.parentElement.querySelector('[role=status]');
      if (said) said.textContent = SAID[next];
    } else if (contrast) {
      root.dataset.contrast = root.dataset.contrast === contrast ? '' : contrast;
      keep('contrast', root.dataset.contrast);
    }
    showChoice();
  }

  // Where there is no room for the buttons they are in a menu, which closes when one looks away.

  /** @param {Element | null} within */
  function closeMenus(within) {
    for (const menu of Array.from(document.querySelectorAll('details.reading-menu[open]'))) {
      if (menu instanceof HTMLDetailsElement && menu !== within) menu.open = false;
    }
  }

  document.addEventListener('click', (event) => {
    const place = event.target instanceof Element ? event.target : null;
    const button = place && place.closest('[data-reading] button');
    if (button instanceof HTMLElement) choose(button);
    closeMenus(place && place.closest('details.reading-menu'));
  });

  document.addEventListener('keydown', (event) => {
    const menu = event.target instanceof Element ? event.target.closest('details.reading-menu') : null;
    if (event.key !== 'Escape' || !(menu instanceof HTMLDetailsElement) || !menu.open) return;
    menu.open = false;
    const summary = menu.querySelector('summary');
    if (summary) summary.focus();
  });

  document.addEventListener('DOMContentLoaded', showChoice);

  // Letters. A first visit is set in the system's own and fetches the typeface when everything else is there; from
  // the next page on it is in the cache and used from the first paint. No page ever changes its letters.

  const edition = script instanceof HTMLScriptElement ? script.src : '';
  root.dataset.typeface = kept('typeface') === edition ? 'own' : 'system';

  function fetchTypeface() {
    const weights = ['400', '700'].map((weight) => document.fonts.load(weight + ' 1em "Be Vietnam Pro"'));
    Promise.all(weights).then(
      (faces) => faces.every((face) => face.length > 0) && keep('typeface', edition),
      () => undefined,
    );
  }

  window.addEventListener('load', () => {
    if (root.dataset.typeface === 'own' || !document.fonts) return;
    // The second frame comes after the first has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(fetchTypeface, 200)));
  });
})();
