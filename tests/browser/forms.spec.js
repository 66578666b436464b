// What is typed wrongly: the message stands by its field and says what to do, and what was typed is still there.

import { schedule } from './hall/contest.js';
import { expect, reached, test } from './hall/people.js';
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
