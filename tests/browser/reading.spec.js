// How large and how dark the pages are: by steps, from every page, and kept from then on.

import { schedule } from './hall/contest.js';
import { expect, test } from './hall/people.js';
import { handheld, LAPTOP, reading, SMALLEST } from './hall/screens.js';

/** The body's letters, in pixels. */
const NORMAL = 18;
const LARGE = 21;
const LARGEST = 24;

test('letters grow and shrink by steps, and the ends say that they are ends', async ({ program, device }) => {
  const page = await (await device(handheld(SMALLEST))).newPage();
  await page.goto(program.links.url);
  const { smaller, normal, larger } = reading(page);
  const is = async (/** @type {number} */ size, /** @type {boolean} */ least, /** @type {boolean} */ most) => {
    await expect(page.locator('body')).toHaveCSS('font-size', size + 'px');
    for (const button of [smaller, normal, larger]) await expect(button).toBeVisible();
    await expect(smaller).toHaveAttribute('aria-disabled', String(least));
    await expect(larger).toHaveAttribute('aria-disabled', String(most));
    await expect(normal).toHaveAttribute('aria-pressed', String(size === NORMAL));
  };
  await is(NORMAL, true, false);
  await smaller.tap({ force: true });
  await is(NORMAL, true, false);
  await larger.tap();
  await is(LARGE, false, false);
  await larger.tap();
  await is(LARGEST, false, true);
  await larger.tap({ force: true });
  await is(LARGEST, false, true);
  await smaller.tap();
  await is(LARGE, false, false);
  await smaller.tap();
  await is(NORMAL, true, false);
  await larger.tap();
  await larger.tap();
  await normal.tap();
  await is(NORMAL, true, false);
});

test('size and contrast are kept from page to page, before anything is seen', async ({ program, guest }) => {
  const { links } = program;
  const contest = await schedule(program);
  await contest.command('lobby');
  const context = await guest(links.secretary, { viewport: LAPTOP });
  await context.addInitScript(noteFirstBody);
  const page = await context.newPage();
  const paths = ['', '/rules', '/results', '/host', '/screen'].map((below) => contest.at(below));
  const pages = [links.url, ...paths, links.url + '/account', links.url + '/khong-co'];

  await page.goto(links.url);
  expect(await firstBody(page)).toEqual({ letters: NORMAL + 'px', contrast: '' });
  await reading(page).larger.click();
  for (const url of pages) {
    await page.goto(url);
    expect(await firstBody(page), url).toEqual({ letters: LARGE + 'px', contrast: '' });
    await expect(page.locator('[data-reading]'), url).toHaveCount(1);
  }
  await page.goto(links.url);
  await reading(page).larger.click();
  await reading(page).contrast.click();
  const [black, white] = ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'];
  for (const url of pages) {
    await page.goto(url);
    expect(await firstBody(page), url).toEqual({ letters: LARGEST + 'px', contrast: 'more' });
    await expect(page.locator('body')).toHaveCSS('color', black);
    await expect(page.locator('body')).toHaveCSS('background-color', white);
    await page.reload();
    expect(await firstBody(page), url).toEqual({ letters: LARGEST + 'px', contrast: 'more' });
  }
  await page.goto(links.url);
  await expect(reading(page).contrast).toHaveAttribute('aria-pressed', 'true');
  await reading(page).contrast.click();
  await page.reload();
  expect(await firstBody(page)).toEqual({ letters: LARGEST + 'px', contrast: '' });
});

test('on a phone in a contest, from the menu', async ({ program, guest }) => {
  const contest = await schedule(program);
  await contest.command('lobby');
  const context = await guest(program.links.members[0], handheld(SMALLEST));
  await context.addInitScript(noteFirstBody);
  const page = await context.newPage();
  await page.goto(contest.at('/play'));
  await reading(page).menu.tap();
  await reading(page).larger.tap();
  await expect(page.locator('body')).toHaveCSS('font-size', LARGE + 'px');
  await reading(page).contrast.tap();
  await page.reload();
  expect(await firstBody(page)).toEqual({ letters: LARGE + 'px', contrast: 'more' });
  await page.goto(contest.at());
  expect(await firstBody(page)).toEqual({ letters: LARGE + 'px', contrast: 'more' });
});

test('where nothing can be kept, a choice holds for its page', async ({ program, device }) => {
  const context = await device(handheld(SMALLEST));
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  const page = await context.newPage();
  await page.goto(program.links.url);
  await reading(page).larger.tap();
  await expect(page.locator('body')).toHaveCSS('font-size', LARGE + 'px');
});

/** Notes how a page is set when the first of its body is there: nothing has been painted by then. */
function noteFirstBody() {
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    const { size, contrast } = document.documentElement.dataset;
    Object.assign(window, { firstBody: { size, contrast } });
  }).observe(document, { childList: true, subtree: true });
}

/** @param {import('@playwright/test').Page} page */
async function firstBody(page) {
  const { size, contrast } = await page.evaluate(() => /** @type {any} */ (window).firstBody);
  await page.waitForLoadState('load');
  expect(await page.evaluate(() => document.documentElement.dataset.size), 'what was set first stays').toBe(size);
  return { letters: await page.evaluate(() => getComputedStyle(document.body).fontSize), contrast };
}
