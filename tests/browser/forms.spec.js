// What is typed wrongly: the message stands by its field and says what to do, and what was typed is still there.

import { violations } from './hall/axe.js';
import { schedule } from './hall/contest.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, reached, test } from './hall/people.js';
import { serveDemo } from './hall/program.js';
import { desk, handheld, home, LAPTOP, SMALLEST, words } from './hall/screens.js';

/**
 * The field says that it is wrong, and its message is seen, close to it.
 * @param {import('@playwright/test').Locator} field
 */
async function complains(field) {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const described = (await field.getAttribute('aria-describedby')) || '';
  const messages = field.page().locator(described.split(' ').filter(Boolean).map((id) => '#' + id).join(', '));
  const message = messages.filter({ hasText: /Xin|Hãy|hãy|cần|nhập/ }).first();
  await expect(message).toBeVisible();
  const [one, other] = [await field.boundingBox(), await message.boundingBox()];
  if (!one || !other) throw new Error('not on the page');
  const apart = Math.max(other.y - one.y - one.height, one.y - other.y - other.height);
  expect(apart, 'the message stands by its field').toBeLessThan(80);
}

for (const [what, typed] of Object.entries({
  'a code of no contest': 'ZZZZZZ',
  'a code that is too short': 'AB2',
  'a code with letters that codes do not have': 'O0I1O0',
  'nothing': '',
})) {
  test('the code form is given ' + what, async ({ program, device }) => {
    const page = await (await device(handheld(SMALLEST))).newPage();
    await page.goto(program.links.url);
    await home(page).code.fill(typed);
    await home(page).enter.click();
    await complains(home(page).code);
    await expect(home(page).code).toHaveValue(typed);
    await expect(page).not.toHaveURL(/contests/);
  });
}

for (const step of [words.voidQuestion, words.end]) {
  test('the desk is given no reason for ' + step, async ({ program, guest }) => {
    const contest = await schedule(program);
    await contest.command('lobby');
    const page = await (await guest(program.links.secretary, { viewport: LAPTOP })).newPage();
    await page.goto(contest.at('/host'));
    await reached([page], 'lobby');
    await contest.open();
    await reached([page], 'question');
    const host = desk(page);
    await host.button(step).click();
    for (const typed of ['', 'ab']) {
      await host.reason.fill(typed);
      await host.yes.click();
      await complains(host.reason);
      await expect(host.reason).toHaveValue(typed);
    }
    expect(await contest.phase()).toBe('open');
    await host.reason.fill('Câu hỏi có sai sót');
    await host.yes.click();
    await expect(host.confirm).toHaveCount(0);
    await expect.poll(() => contest.phase()).not.toBe('open');
  });
}

test('a PIN is chosen, and asked for on the next device', async ({ device }) => {
  // A program of its own: a new card signs its owner out everywhere, and they play elsewhere.
  const program = await serveDemo();
  const { url, secretary, members } = program.links;
  const as = (/** @type {string} */ token) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  const me = await (await fetch(url + '/api/me', { headers: as(members[3].token) })).json();
  const asked = { method: 'POST', headers: as(secretary.token), body: '{}' };
  const { link } = await (await fetch(`${url}/api/members/${me.member}/link`, asked)).json();

  const page = await (await device(handheld(SMALLEST))).newPage();
  const secret = page.locator('input[name=secret]');
  const again = page.locator('input[name=again]');
  // What a browser without its own checks of a form would send.
  const send = async () => {
    await page.locator('main form').evaluate((form) => /** @type {HTMLFormElement} */ (form).setAttribute('novalidate', ''));
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
  };
  await page.goto(link);
  for (const [one, other, wrong] of /** @type {const} */ ([['', '', secret], ['12', '12', secret], ['123456', '123456', secret], ['135790', '135791', again]])) {
    await secret.fill(one);
    await again.fill(other);
    await send();
    await complains(wrong);
    await expect(secret).toHaveValue(one);
    await expect(again).toHaveValue(other);
    expect(page.url()).toBe(link);
  }
  const findings = new Findings();
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    findings.note('a new PIN, ' + colorScheme, await violations(page));
  }
  for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note('a new PIN', await check(page));
  await secret.fill('135790');
  await again.fill('135790');
  await send();
  await expect(page.locator('main')).toContainText(members[3].name);
  expect(page.url()).not.toContain('sign-in');

  const second = await (await device({ viewport: LAPTOP })).newPage();
  await second.goto(link);
  await second.locator('input[name=secret]').fill('246802');
  await second.getByRole('button', { name: 'Đăng nhập' }).click();
  await complains(second.locator('input[name=secret]'));
  // Six dots that are wrong are in the way of the six that are right.
  await expect(second.locator('input[name=secret]')).toHaveValue('');
  findings.note('a wrong PIN', await violations(second));
  expect(findings.list).toEqual([]);
  await second.locator('input[name=secret]').fill('135790');
  await second.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(second.locator('main')).toContainText(members[3].name);
  await program.stop();
});
