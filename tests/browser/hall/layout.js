// What an eye would see wrong with a page: what sticks out, what is too small to touch or to read, what is cut off.

/** @typedef {import('@playwright/test').Page} Page */

export const ANSWER = 56;
export const TARGET = 48;
export const BASE = 18;
/** Of what is not running text: units, captions, marks. */
export const LEAST = 15;

/** What is wider than the page; nothing, if it cannot be scrolled sideways. @param {Page} page */
export const sticksOut = (page) => outside(page, 'width');

/** What of a projector's page is not on the wall; nothing, if it need not be scrolled. @param {Page} page */
export const offTheWall = (page) => outside(page, 'wall');

/** @param {Page} page @param {'width' | 'wall'} kind */
const outside = (page, kind) =>
  page.evaluate((kind) => {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const { scrollWidth, scrollHeight } = document.scrollingElement || document.documentElement;
    const found = [];
    if (scrollWidth > width) found.push('the page is ' + scrollWidth + ' wide on ' + width);
    if (kind === 'wall' && scrollHeight > height) found.push('the page is ' + scrollHeight + ' high on ' + height);
    if (kind === 'width' && !found.length) return [];
    const out = [...document.querySelectorAll('body *')].filter((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      if (!one.checkVisibility() || right - left <= 1 || bottom - top <= 1) return false;
      return right > width + 1 || left < -1 || (kind === 'wall' && (top < -1 || bottom > height + 1));
    });
    // The innermost say most.
    const innermost = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
    for (const one of innermost.slice(0, 3)) {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      const text = (one.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 30);
      found.push(one.tagName + '.' + one.className + ' [' + [left, top, right, bottom].map(Math.round) + '] ' + text);
    }
    return found;
  }, kind);

/** Text that its box cuts off. @param {Page} page */
export const cutOff = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const one of document.querySelectorAll('body *')) {
      if (!(one instanceof HTMLElement) || !one.checkVisibility() || !one.innerText) continue;
      const { overflowX, overflowY, clip, clipPath } = getComputedStyle(one);
      if (clip !== 'auto' || clipPath !== 'none') continue; // meant for ears only
      const across = overflowX !== 'visible' && overflowX !== 'auto' && overflowX !== 'scroll';
      const down = overflowY !== 'visible' && overflowY !== 'auto' && overflowY !== 'scroll';
      if ((across && one.scrollWidth > one.clientWidth + 1) || (down && one.scrollHeight > one.clientHeight + 1)) {
        found.push(one.tagName + '.' + one.className + ' ' + one.innerText.trim().replace(/\s+/g, ' ').slice(0, 40));
      }
    }
    return found;
  });

/** What is too small for a finger. Links inside a sentence may be as high as their line. @param {Page} page */
export const tooSmall = (page) =>
  page.evaluate(
    ({ answer, target }) => {
      const found = [];
      const wanted = 'button, a, input, select, textarea, summary, [role=button], [role=radio], [role=checkbox]';
      for (const one of document.querySelectorAll(wanted)) {
        if (!(one instanceof HTMLElement) || !one.checkVisibility() || one.matches('input[type=hidden]')) continue;
        const box = one.getBoundingClientRect();
        if (box.width <= 1 || box.height <= 1) continue; // a way past the head, shown when it has the focus
        const isAnswer = one.matches('[data-testid=option]');
        const alone = !one.matches('a') || getComputedStyle(one).display !== 'inline';
        if (!alone) continue;
        const least = isAnswer ? answer : target;
        const label = one.closest('label');
        const high = label ? label.getBoundingClientRect().height : box.height;
        const wide = label ? label.getBoundingClientRect().width : box.width;
        if (high < least - 0.5 || wide < target - 0.5) {
          found.push(Math.round(wide) + '×' + Math.round(high) + ' ' + text(one));
        }
        // On a phone an answer takes the whole width, but for the page's margins.
        if (isAnswer && innerWidth < 480 && box.width < innerWidth - 48) {
          found.push('not the whole width: ' + Math.round(box.width) + ' ' + text(one));
        }
      }
      return found;

      /** @param {HTMLElement} one */
      function text(one) {
        return (one.innerText || one.id).trim().replace(/\s+/g, ' ').slice(0, 40);
      }
    },
    { answer: ANSWER, target: TARGET },
  );

/** Running text below the base, or any at all that is hard to read. @param {Page} page */
export const smallPrint = (page) =>
  page.evaluate(
    ({ base, least }) => {
      const found = [];
      const running = parseFloat(getComputedStyle(document.body).fontSize);
      if (running < base) found.push('running text of ' + running + ' px');
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        const text = (node.textContent || '').trim();
        if (!parent || !text || !parent.checkVisibility() || parent.closest('svg, noscript')) continue;
        const size = parseFloat(getComputedStyle(parent).fontSize);
        if (size < least) found.push(size.toFixed(1) + ' px: ' + text.slice(0, 40));
      }
      return found;
    },
    { base: BASE, least: LEAST },
  );
