// A Word file as a committee writes it: brought, looked through, two questions mended, and kept; on a phone and on a
// laptop, with the keyboard, and without script.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { violations } from './hall/axe.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { doubleText } from './hall/phones.js';
import { handheld } from './hall/screens.js';

const PHONE = { width: 360, height: 640 };
const DESK = { width: 1280, height: 800 };
const FILE = fileURLToPath(new URL('../suite/bank_samples/05-de-thi-in-dam.docx', import.meta.url));
const TEXT = 'Câu 1: Hỏi gì?\nA. Một\nB. Hai\nĐáp án: A\n\nCâu 2: Thiếu đáp án?\nA. Một\nB. Hai\n';

/** Where somebody's unit takes in questions. @param {import('./hall/program.js').Program} program */
async function desk(program) {
  const { unit } = JSON.parse(await program.ask(program.links.committee, '/me'));
  return program.links.url + '/units/' + unit + '/bank/import';
}

/**
 * Looks at a page in both sizes and both colours.
 * @param {import('@playwright/test').Page} page @param {string} name @param {Findings} findings
 */
async function inspect(page, name, findings) {
  const before = page.viewportSize();
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const where = name + ' at ' + size.width;
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme });
      findings.note(where + ', ' + colorScheme, await violations(page));
    }
    for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where, await check(page));
  }
  if (before) await page.setViewportSize(before);
}

test('a Word file is brought, two questions are mended, and the ticked ones are kept', async ({ program, guest }) => {
  const page = await (await guest(program.links.committee, { viewport: DESK })).newPage();
  const findings = new Findings();
  await page.goto(await desk(program));
  await page.getByRole('button', { name: 'Đọc và xem trước' }).click();
  await expect(page.getByText('hãy chọn tệp câu hỏi')).toBeVisible();
  await inspect(page, 'where it begins, refused', findings);

  await page.getByLabel('Tệp câu hỏi').setInputFiles(FILE);
  await page.getByLabel('Văn bản của các câu hỏi').selectOption({ index: 1 });
  await page.getByLabel('Chủ đề').fill('Tháng 5');
  await page.getByRole('button', { name: 'Đọc và xem trước' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Xem lại');
  await expect(page.locator('main')).toContainText('Đọc được 8 câu, trong đó 2 câu cần sửa');
  await expect(page.getByText('Cần sửa:')).toHaveCount(2);
  await inspect(page, 'looking through', findings);

  // What is ticked is not lost on the way to a question and back.
  await page.getByLabel('Nhập câu 2').uncheck();
  await page.getByRole('button', { name: 'Sửa câu 4' }).click();
  await expect(page.getByText('Nguyên văn trong tệp')).toBeVisible();
  await page.getByRole('button', { name: 'Lưu và về danh sách' }).click();
  await expect(page.locator('#options-error')).toBeVisible();
  await inspect(page, 'mending, refused', findings);
  await page.getByLabel('B là phương án đúng').check();
  await page.getByRole('button', { name: /^Lưu và sửa câu tiếp/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Sửa câu 5');
  await page.getByLabel('A là phương án đúng').check();
  await page.getByRole('button', { name: 'Lưu và về danh sách' }).click();
  await expect(page).toHaveURL(/#cau-5$/);
  await expect(page.getByText('Cần sửa:')).toHaveCount(0);
  await expect(page.getByLabel('Nhập câu 2')).not.toBeChecked();
  await expect(page.getByLabel('Nhập câu 5')).toBeChecked();
  await page.reload();
  await expect(page.getByLabel('Nhập câu 4')).toBeChecked();

  const ticked = await page.locator('input[name=tick]:checked').count();
  const address = page.url();
  await page.getByRole('button', { name: 'Nhập và gửi duyệt' }).click();
  await expect(page.getByRole('status').last()).toContainText(ticked + ' câu hỏi đã vào ngân hàng');
  await inspect(page, 'kept', findings);
  await page.goto(address);
  await expect(page.getByRole('status').last(), 'a page that was left open tells what became of it').toContainText('đã vào ngân hàng');
  expect(findings.list).toEqual([]);
});

test('a file that is dropped on the page is the one that is sent', async ({ program, guest }) => {
  const page = await (await guest(program.links.committee, { viewport: DESK })).newPage();
  await page.goto(await desk(program));
  const bytes = [...readFileSync(FILE)];
  const brought = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(all)], 'keo-tha.docx'));
    return transfer;
  }, bytes);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: brought });
  await expect(page.locator('#drop')).toHaveClass(/over/);
  await page.dispatchEvent('main', 'drop', { dataTransfer: brought });
  await page.getByRole('button', { name: 'Đọc và xem trước' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('keo-tha.docx');
});

test('while a file waits for its turn, the page says so', async ({ program, guest }) => {
  const page = await (await guest(program.links.committee, handheld(PHONE))).newPage();
  await page.goto(await desk(program));
  const turn = page.locator('#turn');
  const button = page.getByRole('button', { name: 'Đọc và xem trước' });
  await expect(turn).toBeHidden();
  await page.getByLabel('Tệp câu hỏi').setInputFiles(FILE);
  // As long as the answer does not come, nothing else happens.
  await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault(), { once: true }));
  await button.click();
  await expect(turn).toContainText('có lúc phải chờ đến lượt');
  await expect(button).toBeDisabled();
  const findings = new Findings();
  for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note('waiting', await check(page));
  expect(findings.list).toEqual([]);
  // Whoever comes back to the page waits no more.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow')));
  await expect(turn).toBeHidden();
  await button.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Xem lại');
});

test('on a phone, with large text and without script', async ({ program, guest }) => {
  const findings = new Findings();
  const large = await guest(program.links.secretary, handheld(PHONE));
  await doubleText(large);
  const still = await guest(program.links.secretary, { ...handheld(PHONE), javaScriptEnabled: false });
  for (const [name, context] of /** @type {const} */ ([['large', large], ['still', still]])) {
    const page = await context.newPage();
    const look = async (/** @type {string} */ where) => {
      if (name === 'large') for (const check of [sticksOut, cutOff]) findings.note(where, await check(page));
    };
    await page.goto(await desk(program));
    await look('where it begins');
    await page.getByLabel('Hoặc dán văn bản').fill(TEXT);
    await page.getByRole('button', { name: 'Đọc và xem trước' }).click();
    await look('looking through');
    await page.getByRole('button', { name: 'Chỉ xem 1 câu cần sửa' }).click();
    await page.getByRole('button', { name: 'Sửa câu 2' }).click();
    await look('mending');
    await page.getByLabel('A là phương án đúng').check();
    await page.getByRole('button', { name: 'Lưu và về danh sách' }).click();
    await expect(page.locator('main')).toContainText('Không còn câu nào cần sửa');
    await page.getByRole('button', { name: 'Nhập làm bản nháp' }).click();
    await expect(page.locator('main')).toContainText('2 câu đã chọn chưa gắn với văn bản');
    await look('without a document');
    await page.getByRole('button', { name: 'Bỏ lần nhập này' }).click();
    await expect(page.getByRole('status').last().last()).toContainText('Đã bỏ lần nhập');
  }
  expect(findings.list).toEqual([]);
});
