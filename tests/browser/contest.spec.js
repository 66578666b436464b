// A whole contest as the hall sees it: a desk, a projector, three phones, and one line that breaks.

import { expect, test } from '@playwright/test';

import { layLine } from './hall/line.js';
import { serveDemo } from './hall/program.js';

const LAPTOP = { width: 1366, height: 768 };
const WALL = { width: 1280, height: 720 };
const PHONES = [
  { width: 360, height: 640 },
  { width: 320, height: 640 },
  { width: 412, height: 915 },
];

let program;
let line;

test.beforeAll(async () => {
  program = await serveDemo();
  line = await layLine();
});

test.afterAll(async () => {
  if (line) line.hangUp();
  if (program) await program.stop();
});

test('a contest from the lobby to the results', async ({ browser }, info) => {
  const { links } = program;
  const members = links.members.slice(0, PHONES.length);
  const at = (path) => links.url + '/contests/' + links.contest + path;
  const problems = [];

  /** Somebody signs in with their own link, on a device of their own. */
  async function arrive(person, viewport, more = {}) {
    const context = await browser.newContext({ viewport, ...more });
    const page = await context.newPage();
    page.on('pageerror', (problem) => problems.push(person.name + ': ' + problem.message));
    await page.goto(person.link);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await expect(page).not.toHaveURL(/sign-in/);
    return page;
  }

  const phone = (viewport, more = {}) => ({ ...more, viewport, hasTouch: true, isMobile: true });
  const [first, second, third] = members;
  const host = await arrive(links.secretary, LAPTOP);
  const wall = await arrive(links.committee, WALL);
  const phones = [
    // This one's line can be cut.
    await arrive(first, PHONES[0], phone(PHONES[0], { proxy: { server: line.proxy, bypass: '<-loopback>' } })),
    await arrive(second, PHONES[1], phone(PHONES[1])),
    await arrive(third, PHONES[2], phone(PHONES[2])),
  ];
  const everywhere = [host, wall, ...phones];

  const app = (page) => page.locator('#app');
  const reached = (phase) =>
    Promise.all(everywhere.map((page) => expect(app(page)).toHaveAttribute('data-phase', phase)));
  const keep = (page, name) => page.screenshot({ path: info.outputPath(name + '.png') });
  const nextStep = host.getByTestId('next-step');

  async function press(command, phase) {
    await expect(nextStep).toHaveAttribute('data-command', command);
    await nextStep.click();
    await reached(phase);
  }

  async function choose(page, k) {
    const option = page.getByTestId('option').nth(k);
    await option.tap();
    await expect(option).toHaveAttribute('aria-checked', 'true');
    return option.getAttribute('data-option');
  }

  const recorded = (page) => page.getByTestId('recorded');

  async function answer(page, k) {
    await choose(page, k);
    await page.getByTestId('send').tap();
    await expect(recorded(page)).toContainText(/Đã ghi nhận lúc \d\d:\d\d:\d\d/);
  }

  await host.goto(at('/host'));
  await wall.goto(at('/screen'));
  for (const page of phones) await page.goto(at('/play'));

  await expect(app(host)).toHaveAttribute('data-phase', /^(scheduled|lobby)$/);
  if ((await app(host).getAttribute('data-phase')) === 'scheduled') await press('lobby', 'lobby');
  await reached('lobby');
  await expect(host.getByTestId('present')).toHaveText('3');
  await expect(wall.locator('#join svg')).toBeVisible();
  await keep(wall, 'lobby-wall');
  await keep(phones[0], 'lobby-phone');

  const questions = await host.locator('.course li').count();
  expect(questions).toBeGreaterThanOrEqual(5);

  await test.step('the newest device wins, and the older one can take over again', async () => {
    const newer = await phones[1].context().newPage();
    await newer.goto(at('/play'));
    await expect(app(newer)).toHaveAttribute('data-phase', 'lobby');
    await phones[1].getByRole('button', { name: 'Tiếp tục trên máy này' }).tap();
    await expect(phones[1].getByTestId('line')).toHaveAttribute('data-line', 'good');
    await expect(newer.getByTestId('line')).toHaveAttribute('data-line', 'replaced');
    await newer.close();
  });

  for (let index = 0; index < questions; index += 1) {
    await test.step('question ' + (index + 1), async () => {
      await press('open', 'get_ready');
      await press('open', 'question');
      const stem = await phones[0].locator('#stem').innerText();
      await expect(wall.getByTestId('question')).toContainText(stem);
      await expect(recorded(phones[0])).toHaveCount(0);

      if (index === 1) await loseLine(stem);
      else await answer(phones[0], 0);
      await answer(phones[1], 1);
      if (index === 2) await reload();
      // The third member leaves the last question to the clock: chosen, and never sent by hand.
      else if (index === questions - 1) await choose(phones[2], 2);
      else await answer(phones[2], 2);

      if (index < questions - 1) await expect(host.getByTestId('answered')).toHaveText('3/3');
      if (index === 0) {
        await keep(wall, 'question-wall');
        await keep(host, 'question-desk');
        for (const [k, page] of phones.entries()) await keep(page, 'question-phone-' + PHONES[k].width);
      }
      await press('lock', 'closed');
      await expect(recorded(phones[2])).toContainText('Đã ghi nhận');

      // No focus on the button: the space bar alone must do.
      await host.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
      await expect(nextStep).toHaveAttribute('aria-disabled', 'false');
      await host.keyboard.press('Space');
      await reached('revealed');
      for (const page of phones) await expect(page.locator('.answer.right')).not.toHaveCount(0);
      if (index === 0) {
        await keep(wall, 'revealed-wall');
        for (const [k, page] of phones.entries()) await keep(page, 'revealed-phone-' + PHONES[k].width);
      }

      await press('next', 'standings');
      for (const page of phones) {
        await expect(page.getByTestId('place')).toHaveText(/đang xếp thứ|ngoài bảng xếp hạng/);
      }
      await expect(wall.getByTestId('leaders').locator('li')).not.toHaveCount(0);
    });
  }

  /** The line breaks between choosing and sending, and is back before the time is over. */
  async function loseLine(stem) {
    const [page] = phones;
    const option = await choose(page, 0);
    line.cut();
    await expect(page.getByTestId('line')).toHaveAttribute('data-line', 'lost');
    await page.getByTestId('send').tap();
    await expect(page.getByTestId('trouble')).toContainText('Câu trả lời đã được giữ trên máy này');
    await expect(recorded(page)).toHaveCount(0);
    await keep(page, 'line-lost-phone');
    line.mend();
    await expect(recorded(page)).toContainText(/Đã ghi nhận lúc \d\d:\d\d:\d\d/);
    await expect(app(page)).toHaveAttribute('data-phase', 'question');
    await expect(page.locator('#stem')).toHaveText(stem);
    await expect(page.locator('[data-option="' + option + '"]')).toHaveAttribute('aria-checked', 'true');
    await expect(page.getByTestId('trouble')).toHaveCount(0);
  }

  /** A page opened anew in the same question shows the same receipt. */
  async function reload() {
    const page = phones[2];
    await answer(page, 2);
    const receipt = await recorded(page).innerText();
    await page.reload();
    await expect(recorded(page)).toHaveText(receipt);
    await expect(page.getByTestId('send')).toHaveCount(0);
  }

  await press('next', 'finished');
  for (const [k, page] of phones.entries()) {
    await expect(page.getByTestId('place')).toHaveText(/xếp thứ|ngoài bảng xếp hạng/);
    await keep(page, 'finished-phone-' + PHONES[k].width);
  }
  await expect(wall.getByTestId('leaders').locator('li')).not.toHaveCount(0);
  await keep(wall, 'finished-wall');

  await press('confirm', 'finished');
  await press('publish', 'finished');
  await expect(nextStep).toHaveCount(0);
  await keep(host, 'published-desk');

  await phones[0].getByRole('link', { name: 'Xem kết quả' }).tap();
  const boards = phones[0].locator('[data-testid=ranking], [data-testid=outside]');
  for (const member of members) {
    await expect(boards.getByRole('rowheader').filter({ hasText: member.name }).first()).toBeVisible();
  }
  await phones[0].screenshot({ path: info.outputPath('results-phone.png'), fullPage: true });

  expect(problems).toEqual([]);
});
