// The end of a question, on the real clock: what a screen reader is told, and what becomes of a choice nobody sent.

import { schedule } from './hall/contest.js';
import { expect, reached, test } from './hall/people.js';
import { handheld, phone, SMALLEST, words } from './hall/screens.js';

const LIMIT = 12_000;

test('the time is told at 10 and at 5 seconds, and a choice goes by itself', async ({ program, guest }) => {
  const contest = await schedule(program, { limit: LIMIT });
  await contest.command('lobby');
  const [listener, chooser] = await Promise.all(
    program.links.members.slice(0, 2).map(async (person) => {
      const page = await (await guest(person, handheld(SMALLEST))).newPage();
      await page.goto(contest.at('/play'));
      return page;
    }),
  );
  await reached([listener, chooser], 'lobby');
  await contest.open();
  await reached([listener, chooser], 'question');
  await listen(listener);
  await phone(chooser).options.nth(2).tap();
  const chosen = await phone(chooser).chosen.getAttribute('data-option');

  await expect(phone(chooser).recorded).toContainText(words.recorded);
  await expect(phone(chooser).chosen).toHaveAttribute('data-option', chosen || '');
  await reached([listener, chooser], 'closed');

  const spoken = await heard(listener);
  expect(spoken.filter((words) => /\d+ giây/.test(words)).map((words) => Number(/(\d+) giây/.exec(words)?.[1]))).toEqual([10, 5]);
  expect(await phone(listener).timer.evaluateAll((all) => all.map((one) => one.getAttribute('aria-live') || 'off'))).toEqual([]);
  // Nothing was chosen there, and so nothing was sent.
  await expect(phone(listener).recorded).toHaveCount(0);
});

/** Notes what live regions say from now on. @param {import('@playwright/test').Page} page */
function listen(page) {
  return page.evaluate(() => {
    const spoken = (/** @type {any} */ (window).spoken = /** @type {string[]} */ ([]));
    const regions = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]';
    new MutationObserver((changes) => {
      const said = new Set();
      for (const { target } of changes) {
        const one = target instanceof Element ? target : target.parentElement;
        const region = one && one.closest(regions);
        if (region) said.add((region.textContent || '').trim());
      }
      for (const words of said) if (words && spoken[spoken.length - 1] !== words) spoken.push(words);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** @param {import('@playwright/test').Page} page @returns {Promise<string[]>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).spoken);
