// The secretary plans next month's contest: what the bank has is said while it is typed, the rules are read as members
// will read them, and the contest is there. The year plan lies before it.

import { violations } from './hall/axe.js';
import { schedule } from './hall/contest.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { handheld, LAPTOP, SMALLEST } from './hall/screens.js';

/** @typedef {import('@playwright/test').Page} Page */

/** The unit somebody belongs to. @param {import('./hall/program.js').Program} program */
const unitOf = async (program) => JSON.parse(await program.ask(program.links.secretary, '/me')).unit;

/** @param {Findings} findings @param {string} where @param {Page} page */
async function look(findings, where, page) {
  for (const size of [SMALLEST, LAPTOP]) {
    await page.setViewportSize(size);
    findings.note(where + ' at ' + size.width, await violations(page));
    for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where + ' at ' + size.width, await check(page));
  }
}

test('next month’s contest is planned, read and published', async ({ program, guest }) => {
  test.setTimeout(120_000);
  const { url, secretary, members } = program.links;
  const findings = new Findings();
  const page = await (await guest(secretary, handheld(SMALLEST))).newPage();
  await page.goto(url + '/');
  await page.getByRole('link', { name: 'Kỳ thi mới' }).click();
  await page.getByLabel('Tên kỳ thi').fill('Kỳ thi thử trên trang');
  await page.getByLabel('Số câu').fill('4');
  // Said at once, before anything is sent.
  await expect(page.locator('#total')).toContainText('từ 5 đến 10 câu');
  await expect(page.locator('#total')).toHaveAttribute('data-short', '');
  await page.locator('details.more > summary').first().click();
  await page.locator('details.more > summary').last().click();
  await look(findings, 'the form', page);
  await page.getByRole('button', { name: 'Xem trước thể lệ' }).click();
  await expect(page.getByRole('alert')).toContainText('Chưa công bố được');
  await expect(page.getByLabel('Tên kỳ thi')).toHaveValue('Kỳ thi thử trên trang');
  await look(findings, 'the form with something wrong', page);
  await page.getByLabel('Số câu').fill('6');
  await expect(page.locator('#supply-1')).toContainText('Đủ');
  await expect(page.locator('#total')).toContainText('Tổng cộng 6 câu.');
  await page.getByRole('button', { name: 'Xem trước thể lệ' }).click();
  await expect(page.getByRole('heading', { name: /Xem trước/ })).toBeVisible();
  await look(findings, 'the preview', page);
  const [plan] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Kế hoạch/ }).click()]);
  expect(plan.suggestedFilename()).toMatch(/\.docx$/);
  await page.getByRole('button', { name: 'Công bố kỳ thi' }).click();
  await expect(page.locator('main .notice')).toContainText('Đã công bố kỳ thi');
  await look(findings, 'the published contest', page);

  const member = await (await guest(members[0], handheld(SMALLEST))).newPage();
  await member.goto(page.url());
  await expect(member.getByRole('heading', { level: 1 })).toContainText('Kỳ thi thử trên trang');
  await expect(member.getByRole('heading', { name: 'Đọc trước' })).toBeVisible();

  // A phone that waits is sent to the page that tells.
  await member.getByRole('link', { name: 'Vào phòng thi' }).click();
  await expect(member.locator('[data-phase=scheduled]')).toBeVisible();
  await page.locator('#cancel > summary').click();
  await page.getByLabel('Lý do').fill('Chi bộ họp đột xuất');
  await page.getByRole('button', { name: 'Hủy kỳ thi', exact: true }).click();
  await expect(page.locator('main .notice')).toContainText('Đã hủy kỳ thi');
  await expect(member.locator('main')).toContainText('Chi bộ họp đột xuất');
  await look(findings, 'the contest that was called off', page);
  expect(findings.list).toEqual([]);
});

test('a contest within opening hours is planned, and played by a phone alone', async ({ program, guest }) => {
  test.setTimeout(120_000);
  const { url, secretary, members } = program.links;
  const page = await (await guest(secretary)).newPage();
  await page.goto(url + '/units/' + (await unitOf(program)) + '/contests/new');
  // In Vietnam, wherever this runs.
  const opens = new Date(Date.now() + 7 * 3_600_000);
  const closes = new Date(opens.getTime() + 2 * 3_600_000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const day = (/** @type {Date} */ at) => at.getUTCDate() + '/' + (at.getUTCMonth() + 1) + '/' + at.getUTCFullYear();
  const time = (/** @type {Date} */ at) => two(at.getUTCHours()) + ':' + two(at.getUTCMinutes());
  await page.locator('#title').fill('Thi trong khung giờ');
  await page.getByLabel('Số câu').fill('5');
  await page.locator('input[value=window]').check();
  for (const [id, words] of /** @type {const} */ ([['on', day(opens)], ['at', time(opens)], ['closes_on', day(closes)], ['closes_at', time(closes)]])) {
    await page.locator('#' + id).fill(words);
  }
  await page.locator('details.more > summary').first().click();
  await page.locator('#tie-3').selectOption('prediction');
  await page.getByRole('button', { name: 'Xem trước thể lệ' }).click();
  await expect(page.locator('main')).toContainText('tự bắt đầu trong khoảng từ');
  await expect(page.locator('main')).toContainText('Câu hỏi phụ: đồng chí dự đoán có bao nhiêu người tham gia');
  await page.getByRole('button', { name: 'Công bố kỳ thi' }).click();
  await expect(page.locator('main .notice')).toContainText('Đã công bố kỳ thi');
  const phone = await (await guest(members[1], handheld(SMALLEST))).newPage();
  await phone.goto(page.url().split('?')[0] + '/play');
  // The extra question: rubbish is told, what is on record is said, changed, and still there after a reload.
  const guess = phone.getByLabel('Đồng chí đoán có bao nhiêu người tham gia?');
  await guess.fill('nhiều');
  await phone.getByRole('button', { name: 'Gửi dự đoán' }).click();
  await expect(phone.locator('#guess-state')).toContainText('nhập một số');
  await guess.fill('18');
  await phone.getByRole('button', { name: 'Gửi dự đoán' }).click();
  await expect(phone.locator('#guess-state')).toContainText('Đã ghi nhận dự đoán: 18 người');
  await guess.fill('20');
  await guess.press('Enter');
  await expect(phone.locator('#guess-state')).toContainText('20 người');
  const findings = new Findings();
  await look(findings, 'before the start', phone);
  expect(findings.list).toEqual([]);
  await phone.setViewportSize(SMALLEST);
  await phone.reload();
  await expect(guess).toHaveValue('20');
  await phone.getByTestId('start').click();
  for (let question = 1; question <= 5; question += 1) {
    await expect(phone.locator('body')).toContainText('Câu ' + question + '/5');
    await phone.locator('[data-option]').first().click();
    await phone.getByRole('button', { name: 'Gửi câu trả lời' }).click();
  }
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Đồng chí đã làm xong bài');
  // Others still play: there is no place, no score and no key.
  await expect(phone.locator('main')).not.toContainText(/\d,\d\d điểm|xếp thứ/);
});

test('a contest that waits is changed, and its old address leads on', async ({ program, guest }) => {
  test.setTimeout(120_000);
  const { secretary, members } = program.links;
  const contest = await schedule(program, { title: 'Kỳ thi sẽ được sửa' });
  const findings = new Findings();
  const page = await (await guest(secretary, { ...handheld(SMALLEST), javaScriptEnabled: false })).newPage();
  await page.goto(contest.at());
  await page.getByRole('link', { name: 'Sửa kỳ thi này' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sửa kỳ thi');
  await page.locator('#at').fill('23:55');
  await page.getByRole('button', { name: 'Xem trước thể lệ' }).click();
  await expect(page.locator('#reason-error')).toContainText('lý do');
  await page.getByLabel('Lý do sửa').fill('Hội trường bận');
  await page.getByRole('button', { name: 'Xem trước thể lệ' }).click();
  await page.getByRole('button', { name: 'Công bố kỳ thi' }).click();
  await expect(page.locator('main .notice')).toContainText('Đã công bố kỳ thi');
  const member = await (await guest(members[0], handheld(SMALLEST))).newPage();
  await member.goto(contest.at());
  await expect(member.locator('main')).toContainText('Hội trường bận');
  await look(findings, 'the old contest', member);
  await member.locator('main').getByRole('link', { name: 'Kỳ thi sẽ được sửa' }).click();
  await expect(member).toHaveURL(page.url().split('?')[0]);
  expect(findings.list).toEqual([]);
});

test('a year is laid out and members see what to read', async ({ program, guest }) => {
  test.setTimeout(120_000);
  const { url, secretary, members } = program.links;
  const findings = new Findings();
  const year = new Date().getFullYear() + 1;
  const address = url + '/units/' + (await unitOf(program)) + '/plan?year=' + year;
  const page = await (await guest(secretary, { ...handheld(SMALLEST), javaScriptEnabled: false })).newPage();
  await page.goto(address);
  await page.locator('#m03-theme').fill('Học tập và làm theo');
  await page.locator('#m03-on').fill('31/2/' + year);
  await page.getByRole('button', { name: 'Lưu kế hoạch năm' }).click();
  await expect(page.locator('#m03-on-error')).toContainText('không có trong lịch');
  await expect(page.locator('#m03-theme')).toHaveValue('Học tập và làm theo');
  await page.locator('#m03-on').fill('5/3/' + year);
  await page.getByRole('button', { name: 'Lưu kế hoạch năm' }).click();
  await expect(page.locator('main .notice')).toContainText('Đã lưu');
  const seen = await (await guest(secretary)).newPage();
  await seen.goto(address);
  await look(findings, 'the year', seen);
  await page.locator('section', { has: page.locator('#m03') }).getByRole('link', { name: 'Tạo kỳ thi' }).click();
  await expect(page.getByLabel('Chủ đề', { exact: true })).toHaveValue('Học tập và làm theo');
  const member = await (await guest(members[0], handheld(SMALLEST))).newPage();
  await member.goto(address);
  await expect(member.locator('main')).toContainText('Học tập và làm theo');
  await look(findings, 'the year as members see it', member);
  expect(findings.list).toEqual([]);
});
