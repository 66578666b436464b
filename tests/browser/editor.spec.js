// Writing a question: with the keyboard, back and forth, without a line, in two tabs, on a phone and on a laptop.

import { violations } from './hall/axe.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { doubleText } from './hall/phones.js';
import { handheld, LAPTOP } from './hall/screens.js';

/** @typedef {import('@playwright/test').Page} Page */

const PHONE = { width: 360, height: 640 };
const KEPT = /Đã tự lưu lúc \d\d:\d\d:\d\d/;

/** @param {Page} page */
const editor = (page) => ({
  stem: page.locator('#stem'),
  choices: page.getByTestId('choice'),
  /** @param {number} at */
  choice: (at) => page.locator('#option-' + at),
  /** @param {string} letter */
  right: (letter) => page.getByLabel(letter + ' là phương án đúng'),
  kept: page.getByTestId('kept'),
  found: page.getByTestId('found'),
  other: page.getByTestId('other'),
  problems: page.getByTestId('problems'),
  findings: page.getByTestId('findings'),
  fit: page.getByTestId('fit'),
  glass: page.locator('.glass'),
  /** @param {string} name */
  button: (name) => page.getByRole('button', { name, exact: true }),
});

/** The words of all options, from the top. @param {Page} page */
const texts = (page) => page.locator('textarea[name=option]').evaluateAll((boxes) => boxes.map((box) => /** @type {HTMLTextAreaElement} */ (box).value));

/**
 * The editor for a new question of the committee's own unit.
 * @param {import('./hall/program.js').Program} program
 */
async function fresh(program) {
  const { unit } = JSON.parse(await program.ask(program.links.committee, '/me'));
  return program.links.url + '/units/' + unit + '/questions/new';
}

/** @param {Page} page @param {string} address */
async function open(page, address) {
  await page.goto(address);
  await expect(page.locator('#question-form')).toHaveAttribute('data-ready', 'true');
  return editor(page);
}

/** @param {Page} page @param {string} stem */
async function write(page, stem) {
  const { stem: box, choice, right } = editor(page);
  await box.fill(stem);
  await choice(0).fill('Mỗi tháng một lần');
  await choice(0).press('Enter');
  await page.keyboard.type('Mỗi quý một lần');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Mỗi năm một lần');
  await right('A').check();
}

test('a question is written with the keyboard, reordered, taken back and submitted', async ({ program, guest }) => {
  const page = await (await guest(program.links.committee, { viewport: LAPTOP })).newPage();
  const own = await open(page, await fresh(program));
  await write(page, 'Chi bộ họp thường kỳ khi nào?');
  expect(await texts(page)).toEqual(['Mỗi tháng một lần', 'Mỗi quý một lần', 'Mỗi năm một lần']);

  await own.choice(2).press('Alt+ArrowUp');
  expect(await texts(page)).toEqual(['Mỗi tháng một lần', 'Mỗi năm một lần', 'Mỗi quý một lần']);
  await expect(own.choice(1)).toBeFocused();
  await own.button('Chuyển phương án A xuống').click();
  await expect(own.right('B')).toBeChecked();
  await own.button('Nhân đôi phương án C').click();
  await expect(own.choices).toHaveCount(4);
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+z');
  expect(await texts(page)).toEqual(['Mỗi tháng một lần', 'Mỗi quý một lần', 'Mỗi năm một lần']);
  await own.button('Làm lại').click();
  expect(await texts(page)).toEqual(['Mỗi tháng một lần', 'Mỗi năm một lần', 'Mỗi quý một lần']);

  await expect(own.findings).toContainText('Chưa có nguồn');
  await expect(own.glass).toContainText('Chi bộ họp thường kỳ khi nào?');
  await expect(own.fit).toContainText('Vừa một màn hình');
  await page.locator('#document').selectOption({ index: 1 });
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/questions\/[0-9a-f-]{36}\?done=submitted$/);
});

test('advice comes while one writes, and the glass says when it is too long', async ({ program, guest }) => {
  const page = await (await guest(program.links.committee, handheld(PHONE))).newPage();
  const own = await open(page, await fresh(program));
  await own.stem.fill('Năm nào?');
  await own.choice(0).fill('Tất cả các phương án trên');
  await expect(own.problems).toContainText('đánh dấu một phương án');
  await expect(own.findings).toContainText('phương án khác');
  await expect(own.fit).toContainText('Vừa một màn hình');
  await own.stem.fill('Theo quy định về những điều đảng viên không được làm, '.repeat(6));
  for (const at of [0, 1]) await own.choice(at).fill('Không được nói, viết, lưu giữ trái với cương lĩnh chính trị '.repeat(3));
  await expect(own.fit).toContainText('Không vừa một màn hình');
});

test('what is written is kept by itself and offered when one comes back', async ({ program, guest }) => {
  const context = await guest(program.links.committee, handheld(PHONE));
  const page = await context.newPage();
  const address = await fresh(program);
  const own = await open(page, address);
  await write(page, 'Bài viết dở thứ nhất?');
  await expect(own.kept).toContainText(KEPT);
  expect(page.url()).toContain('?draft=');
  await page.close();
  const later = await context.newPage();
  await open(later, address);
  const line = later.locator('li', { hasText: 'Bài viết dở thứ nhất?' });
  await line.getByRole('link', { name: 'Viết tiếp' }).click();
  await expect(editor(later).stem).toHaveValue('Bài viết dở thứ nhất?');
  await expect(editor(later).choices).toHaveCount(3);
  expect(await texts(later)).toEqual(['Mỗi tháng một lần', 'Mỗi quý một lần', 'Mỗi năm một lần']);
});

test('a lost line loses nothing, even when the page is opened anew', async ({ program, guest }) => {
  const page = await (await guest(program.links.committee, handheld(PHONE))).newPage();
  const own = await open(page, await fresh(program));
  await own.stem.fill('Trước khi mất mạng?');
  await expect(own.kept).toContainText(KEPT);
  await page.route('**/api/**', (route) => route.abort());
  await own.stem.fill('Sau khi mất mạng?');
  await expect(own.kept).toContainText('bài đang giữ trên máy này');
  await page.reload();
  await expect(own.found).toContainText('Sau khi mất mạng?');
  await expect(own.stem).toHaveValue('Trước khi mất mạng?');
  await own.button('Lấy lại bài này').click();
  await expect(own.stem).toHaveValue('Sau khi mất mạng?');
  await page.unroute('**/api/**');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(own.kept).toContainText(KEPT);
  await page.reload();
  await expect(own.stem).toHaveValue('Sau khi mất mạng?');
  await expect(own.found).toHaveCount(0);
});

test('a second tab that kept other words is noticed, and one chooses', async ({ program, guest }) => {
  const context = await guest(program.links.committee, { viewport: LAPTOP });
  const first = await context.newPage();
  const here = await open(first, await fresh(program));
  await here.stem.fill('Cùng một bài?');
  await expect(here.kept).toContainText(KEPT);
  const second = await context.newPage();
  const there = await open(second, first.url());
  await there.stem.fill('Viết ở trang thứ hai?');
  await expect(there.kept).toContainText(KEPT);
  await here.stem.fill('Viết ở trang thứ nhất?');
  await expect(here.other).toContainText('Viết ở trang thứ hai?');
  await expect(here.stem).toHaveValue('Viết ở trang thứ nhất?');
  await here.button('Giữ bài ở trang này').click();
  await expect(here.kept).toContainText(KEPT);
  await there.stem.fill('Viết tiếp ở trang thứ hai?');
  await expect(there.other).toContainText('Viết ở trang thứ nhất?');
  await there.button('Lấy bài ở trang kia').click();
  await expect(there.stem).toHaveValue('Viết ở trang thứ nhất?');
  await there.button('Hoàn tác').click();
  await expect(there.stem).toHaveValue('Viết tiếp ở trang thứ hai?');
});

test('the editor in both sizes, and with text at 200 %', async ({ program, guest }) => {
  const findings = new Findings();
  const address = await fresh(program);
  for (const [size, settings] of /** @type {const} */ ([[PHONE, handheld(PHONE)], [LAPTOP, { viewport: LAPTOP }]])) {
    const page = await (await guest(program.links.committee, settings)).newPage();
    const own = await open(page, address);
    await write(page, 'Chi bộ họp thường kỳ khi nào?');
    await expect(own.findings).toBeVisible();
    const where = 'the editor at ' + size.width;
    findings.note(where, await violations(page));
    for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where, await check(page));
    // Refused: without a document.
    await own.button('Lưu và gửi duyệt').click();
    await expect(page.locator('#document-error')).toBeVisible();
    await expect(own.choices).toHaveCount(3);
    findings.note(where + ', refused', await violations(page));
  }
  const context = await guest(program.links.committee, handheld(PHONE));
  await doubleText(context);
  const page = await context.newPage();
  await open(page, address);
  await write(page, 'Chi bộ họp thường kỳ khi nào?');
  for (const check of [sticksOut, cutOff]) findings.note('the editor at 200 %', await check(page));
  expect(findings.list).toEqual([]);
});
