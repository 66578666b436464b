// A secretary brings the list of members, sees what it would change, decides what is in doubt, and saves it: without
// script, on the smallest phone and on a laptop.

import { violations } from './hall/axe.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { doubleText } from './hall/phones.js';
import { serveDemo } from './hall/program.js';
import { handheld, LAPTOP, SMALLEST } from './hall/screens.js';

/** Everything that a preview can say: known, new, in doubt, wrong, not in the file. @param {string[]} names */
function list(names) {
  const known = names.slice(0, 8).map((name, at) => [at + 1, name, '15/5/' + (1960 + at), '41.01200' + at, '09123456' + (10 + at)]);
  const others = [
    [9, 'Nguyễn Thị Mới', '1990', '41.099001', '0987 000 111'],
    [10, 'Nguyễn Thị Mới', '', '', ''],
    [11, 'Trần Văn Sai', '31/2/1960', '4.1E+11', '01682345678'],
  ];
  const heading = ['STT', 'Họ và tên', 'Ngày sinh', 'Số thẻ đảng viên', 'Điện thoại'];
  return Buffer.from([heading, ...known, ...others].map((row) => row.join(',')).join('\n'));
}

/** @param {import('@playwright/test').Page} page @param {Buffer} bytes */
async function bring(page, bytes) {
  await page.getByLabel('Tệp danh sách').setInputFiles({ name: 'Danh sách.csv', mimeType: 'text/csv', buffer: bytes });
  await page.getByRole('button', { name: 'Gửi tệp và xem trước' }).click();
}

/** @param {import('@playwright/test').Page} page @param {string} url */
async function begin(page, url) {
  await page.goto(url);
  await page.getByRole('link', { name: 'Đảng viên', exact: true }).first().click();
  await page.getByRole('link', { name: 'Nhập từ tệp' }).click();
}

test('a list is brought, decided on and saved without script', async ({ guest }) => {
  const program = await serveDemo();
  const { url, secretary, members } = program.links;
  const page = await (await guest(secretary, { ...handheld(SMALLEST), javaScriptEnabled: false })).newPage();
  await begin(page, url);
  await bring(page, Buffer.from('%PDF-1.7'));
  await expect(page.getByLabel('Tệp danh sách')).toHaveAttribute('aria-invalid', 'true');
  await bring(page, list(members.map((member) => member.name)));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xem trước danh sách');
  await expect(page.locator('main')).toContainText('“31/2/1960” không phải là ngày trong lịch');
  const save = page.getByRole('button', { name: 'Lưu, trừ 1 dòng chưa đúng' });
  await save.click();
  const doubt = page.getByLabel(/trùng họ tên với hàng 10/);
  await expect(doubt).toHaveAttribute('aria-invalid', 'true');
  await doubt.selectOption('Bỏ qua dòng này');
  await save.click();
  await expect(page.getByRole('status')).toHaveText('Đã lưu danh sách: 1 đồng chí mới, 8 đồng chí được cập nhật.');
  await program.stop();
});

test('the pages of a list in every size and colour, and with text at 200 %', async ({ program, guest }) => {
  test.setTimeout(120_000);
  const findings = new Findings();
  const { url, secretary, members } = program.links;
  const bytes = list(members.map((member) => member.name));
  const page = await (await guest(secretary)).newPage();
  await begin(page, url);
  /** @param {string} name */
  const look = async (name) => {
    for (const size of [SMALLEST, LAPTOP]) {
      await page.setViewportSize(size);
      const where = name + ' at ' + size.width;
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.emulateMedia({ colorScheme });
        findings.note(where + ', ' + colorScheme, await violations(page));
      }
      for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where, await check(page));
    }
  };
  await look('the form');
  await bring(page, Buffer.from('%PDF-1.7'));
  await look('a file that is refused');
  await bring(page, bytes);
  await look('the preview');
  await page.getByRole('button', { name: /^Lưu/ }).click();
  await look('a line that is not decided');

  const large = await guest(secretary, handheld({ width: 360, height: 640 }));
  await doubleText(large);
  const magnified = await large.newPage();
  await begin(magnified, url);
  for (const check of [sticksOut, cutOff]) findings.note('the form at 200 %', await check(magnified));
  await bring(magnified, bytes);
  await expect(magnified.locator('main')).toContainText('Chưa rõ là đồng chí nào');
  for (const check of [sticksOut, cutOff]) findings.note('the preview at 200 %', await check(magnified));
  expect(findings.list).toEqual([]);
});
