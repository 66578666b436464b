// What happens between two meetings, from a Word file to a contest: a committee member brings the file and mends two
// questions, the secretary reviews what somebody else wrote and plans the contest from it, members see what to read.

import { fileURLToPath } from 'node:url';

import { violations } from './hall/axe.js';
import { Findings } from './hall/findings.js';
import { sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { handheld, SMALLEST } from './hall/screens.js';

test.use({ addsToBank: true });

/** @typedef {import('@playwright/test').Page} Page */

const FILE = fileURLToPath(new URL('../suite/bank_samples/05-de-thi-in-dam.docx', import.meta.url));
const TOPIC = 'Sinh hoạt tháng 12';

test('from a Word file to a contest that is drawn from it', async ({ program, guest }) => {
  test.setTimeout(120_000);
  const { url, committee, secretary, members } = program.links;
  const findings = new Findings();
  /** @param {string} where @param {Page} page */
  const look = async (where, page) => {
    for (const check of [violations, sticksOut, tooSmall]) findings.note(where, await check(page));
  };

  const writer = await (await guest(committee, handheld(SMALLEST))).newPage();
  await writer.goto(url + '/');
  await writer.getByRole('link', { name: 'Nhập câu hỏi từ tệp' }).click();
  await writer.getByLabel('Tệp câu hỏi').setInputFiles(FILE);
  await writer.getByLabel('Văn bản của các câu hỏi').selectOption({ index: 1 });
  await writer.getByLabel('Chủ đề').fill(TOPIC);
  await writer.getByRole('button', { name: 'Đọc và xem trước' }).click();
  await expect(writer.getByText('Cần sửa:')).toHaveCount(2);
  for (const [question, right] of /** @type {const} */ ([[4, 'B'], [5, 'A']])) {
    await writer.getByRole('button', { name: 'Sửa câu ' + question, exact: true }).click();
    await writer.getByLabel(right + ' là phương án đúng').check();
    await writer.getByRole('button', { name: 'Lưu và về danh sách' }).click();
  }
  await expect(writer.getByText('Cần sửa:')).toHaveCount(0);
  await look('the import', writer);
  const brought = await writer.locator('input[name=tick]:checked').count();
  expect(brought, 'all of the file but what the bank has already').toBe(7);
  await writer.getByRole('button', { name: 'Nhập và gửi duyệt' }).click();
  await expect(writer.locator('.notice[role=status]')).toContainText(brought + ' câu hỏi đã vào ngân hàng');

  // Nobody approves what they wrote themselves.
  await writer.goto(url + '/');
  await writer.getByRole('link', { name: 'Ngân hàng câu hỏi', exact: true }).click();
  const bank = writer.url();
  await writer.goto(bank + '/review');
  await expect(writer.locator('main')).toContainText(/\d+ câu do chính đồng chí viết đang chờ/);

  const reviewer = await (await guest(secretary, handheld(SMALLEST))).newPage();
  await reviewer.goto(bank);
  await reviewer.getByRole('link', { name: /Chờ đồng chí duyệt/ }).click();
  const own = reviewer.locator('article', { hasText: TOPIC });
  await expect(own).toHaveCount(brought);
  for (const box of await own.getByRole('checkbox').all()) await box.check();
  await look('the review', reviewer);
  await reviewer.getByRole('button', { name: 'Duyệt các câu đã đánh dấu' }).click();
  await expect(reviewer.locator('.notice[role=status]')).toContainText('Đã duyệt ' + brought + ' câu');

  await reviewer.goto(url + '/');
  await reviewer.getByRole('link', { name: 'Kỳ thi mới' }).click();
  await reviewer.getByLabel('Tên kỳ thi').fill('Kỳ thi từ tệp Word');
  await reviewer.getByLabel('Chủ đề câu hỏi').selectOption(TOPIC);
  await reviewer.getByLabel('Số câu').fill(String(brought + 1));
  await expect(reviewer.locator('#supply-1')).toContainText(String(brought));
  await expect(reviewer.locator('#supply-1'), 'the bank cannot serve one more').toHaveAttribute('data-short', '');
  await reviewer.getByLabel('Số câu').fill(String(brought));
  await expect(reviewer.locator('#supply-1')).toContainText('Đủ');
  await reviewer.locator('input[name=reading]').first().check();
  await reviewer.getByRole('button', { name: 'Xem trước thể lệ' }).click();
  await look('the rules before they are published', reviewer);
  await reviewer.getByRole('button', { name: 'Công bố kỳ thi' }).click();
  await expect(reviewer.locator('.notice[role=status]')).toContainText('Đã công bố kỳ thi');

  const member = await (await guest(members[0], handheld(SMALLEST))).newPage();
  await member.goto(reviewer.url().split('?')[0] ?? '');
  await expect(member.getByRole('heading', { level: 1 })).toContainText('Kỳ thi từ tệp Word');
  await expect(member.getByRole('heading', { name: 'Đọc trước' })).toBeVisible();
  await look('the contest that members see', member);
  expect(findings.list).toEqual([]);
});
