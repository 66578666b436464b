// What one of the committee wrote, others read, send back, mend and approve; what hangs on a replaced document is
// confirmed. All of it without script, on a phone and on a laptop.

import { violations } from './hall/axe.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { serveDemo } from './hall/program.js';
import { handheld, LAPTOP, SMALLEST } from './hall/screens.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Findings} findings @param {string} where @param {Page} page */
async function look(findings, where, page) {
  for (const size of [SMALLEST, LAPTOP]) {
    await page.setViewportSize(size);
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme });
      findings.note(where + ' at ' + size.width + ', ' + colorScheme, await violations(page));
    }
    for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where + ' at ' + size.width, await check(page));
  }
}

/** @param {Page} page @param {string} url */
async function toBank(page, url) {
  await page.goto(url);
  await page.getByRole('link', { name: 'Ngân hàng câu hỏi', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ngân hàng câu hỏi');
}

test('a question is sent back, mended, sent in again and approved', async ({ device }) => {
  test.setTimeout(180_000);
  // A program of its own: others count what lies in the bank.
  const program = await serveDemo();
  const { url, secretary, committee } = program.links;
  const findings = new Findings();
  /** @param {import('./hall/program.js').Person} person @param {boolean} [still] */
  const signedIn = async (person, still = true) => {
    const context = await device({ ...handheld(SMALLEST), javaScriptEnabled: !still });
    await context.request.post(person.link, { headers: { origin: url }, maxRedirects: 0 });
    return context.newPage();
  };
  const theirs = await signedIn(secretary);
  await toBank(theirs, url);
  await theirs.getByRole('link', { name: /Chờ đồng chí duyệt \(1\)/ }).click();
  await theirs.getByRole('link', { name: /^Câu \d+$/ }).click();
  await theirs.getByText('Trả lại kèm nhận xét').click();
  await theirs.getByLabel('Nhận xét').fill('Sai');
  await theirs.getByRole('button', { name: 'Trả lại câu hỏi' }).click();
  await expect(theirs.getByLabel('Nhận xét')).toHaveAttribute('aria-invalid', 'true');
  await expect(theirs.getByLabel('Nhận xét')).toHaveValue('Sai');
  await theirs.getByLabel('Nhận xét').fill('Ngày sinh hoạt đã đổi, đồng chí xem lại Điều 4.');
  await theirs.getByRole('button', { name: 'Trả lại câu hỏi' }).click();
  await expect(theirs.locator('.notice[role=status]')).toContainText('Đã trả lại');

  const mine = await signedIn(committee);
  await mine.goto(theirs.url());
  await expect(mine.locator('main')).toContainText('Ngày sinh hoạt đã đổi');
  await mine.getByRole('link', { name: 'Sửa câu hỏi' }).click();
  await mine.locator('#stem').fill('Chi bộ sinh hoạt thường kỳ vào ngày nào?');
  await mine.getByRole('button', { name: 'Lưu và gửi duyệt' }).click();
  await expect(mine.locator('.notice[role=status]')).toContainText('Đã gửi duyệt');
  await expect(mine.locator('main')).toContainText('một đồng chí khác trong chi ủy sẽ duyệt');

  await toBank(theirs, url);
  await theirs.getByRole('link', { name: /Chờ đồng chí duyệt \(1\)/ }).click();
  await expect(theirs.locator('main')).toContainText('Chi bộ sinh hoạt thường kỳ vào ngày nào?');
  await theirs.getByRole('checkbox', { name: /Duyệt câu/ }).check();
  await theirs.getByRole('button', { name: 'Duyệt các câu đã đánh dấu' }).click();
  await expect(theirs.locator('.notice[role=status]')).toContainText('Đã duyệt 1 câu');

  // Looked at with script, for axe needs it.
  const page = await signedIn(secretary, false);
  await page.goto(mine.url().split('?')[0]);
  await expect(page.locator('main')).toContainText('Nay:');
  for (const summary of await page.locator('main summary').all()) await summary.click();
  await look(findings, 'the question', page);
  await toBank(page, url);
  await page.getByText('Tìm và lọc').click();
  await look(findings, 'the bank', page);
  await page.getByLabel('Tìm trong câu hỏi').fill('sinh hoat thuong ky');
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await expect(page.locator('#found')).toContainText('Tìm thấy 1 câu');
  await toBank(page, url);
  await page.getByRole('link', { name: 'Rà soát ngân hàng' }).click();
  await look(findings, 'what is to be looked at', page);
  await toBank(page, url);
  await page.getByRole('link', { name: /Văn bản đã thay/ }).click();
  await look(findings, 'replaced documents', page);
  await page.getByRole('button', { name: 'Vẫn đúng theo văn bản mới' }).click();
  await expect(page.locator('.notice[role=status]')).toContainText('vẫn đúng theo văn bản mới');
  const colleague = await signedIn(program.links.members[program.links.members.length - 1], false);
  await toBank(colleague, url);
  await expect(colleague.locator('main')).toContainText('Đang dùng trong kỳ thi');
  await colleague.getByRole('link', { name: /Chờ đồng chí duyệt/ }).click();
  await look(findings, 'what waits', colleague);
  expect(findings.list).toEqual([]);
  await program.stop();
});
