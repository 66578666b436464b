// The pages that the server writes: readable without script, on any size, in light and dark, with text at 200 %.

import { violations } from './hall/axe.js';
import { schedule } from './hall/contest.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { doubleText } from './hall/phones.js';
import { handheld, home, LAPTOP, SMALLEST, words } from './hall/screens.js';

/**
 * Who opens which page, and what must be there to read.
 * @param {import('./hall/program.js').Links} links
 * @param {{ over: string, coming: string, unit: string, member: string }} known
 * @returns {Record<string, { who?: import('./hall/program.js').Person, url: string, says: RegExp }>}
 */
function pages(links, { over, coming, unit, member }) {
  const { url, members, secretary } = links;
  return {
    'home of a stranger': { url: url + '/', says: /Mã kỳ thi/ },
    'home of a member': { who: members[0], url: url + '/', says: /Chào đồng chí/ },
    'home after a wrong code': { url: url + '/k?code=ZZZZZZ', says: /Không có kỳ thi với mã này/ },
    'sign-in by a link': { url: members[0].link, says: new RegExp(members[0].name) },
    'a contest for a stranger': { url: url + coming, says: /đăng nhập/i },
    'a contest for a member': { who: members[0], url: url + coming, says: /Thể lệ/ },
    'a contest that is over': { who: members[0], url: url + over, says: /Xem kết quả/ },
    'a contest for its secretary': { who: secretary, url: url + coming, says: /Bàn điều khiển/ },
    rules: { url: url + coming + '/rules', who: members[0], says: /giây/ },
    'results for a member': { who: members[0], url: url + over + '/results', says: /Bảng xếp hạng/ },
    'results for the secretary': { who: secretary, url: url + over + '/results', says: /hồ sơ kiểm chứng/ },
    'planning a contest': { who: secretary, url: url + unit + '/contests/new', says: /Xem trước thể lệ/ },
    'the year for its secretary': { who: secretary, url: url + unit + '/plan', says: /Lưu kế hoạch năm/ },
    'the year for a member': { who: members[0], url: url + unit + '/plan', says: /Kế hoạch năm/ },
    'a unit': { who: secretary, url: url + unit, says: /Người phụ trách/ },
    'the top': { who: secretary, url: url + '/units', says: /phụ trách các tổ chức/ },
    'the bank as a file': { who: secretary, url: url + unit + '/bank/export?format=kahoot', says: /Tệp sẽ tải về/ },
    'the members of a unit': { who: secretary, url: url + unit + '/members', says: /đảng viên: / },
    'a member': { who: secretary, url: url + member, says: /Quá trình sinh hoạt/ },
    'a new member': { who: secretary, url: url + unit + '/members/new', says: /Họ và tên/ },
    'cards to be made': { who: secretary, url: url + unit + '/cards', says: /chỉ hiện một lần/ },
    account: { who: members[0], url: url + '/account', says: /Các máy đang đăng nhập/ },
    'the bank': { who: secretary, url: url + unit + '/bank', says: /Việc đang chờ/ },
    'the bank, nothing found': { who: secretary, url: url + unit + '/bank?q=khongco', says: /Không có câu nào khớp/ },
    'questions that wait': { who: secretary, url: url + unit + '/bank/review', says: /Duyệt các câu đã đánh dấu/ },
    'questions of replaced documents': { who: secretary, url: url + unit + '/bank/superseded', says: /Văn bản mới/ },
    'what is to be looked at in the bank': { who: secretary, url: url + unit + '/bank/lint', says: /Đây là lời khuyên/ },
    'an address that is none': { url: url + '/khong-co', says: /trang/i },
  };
}

/** Last month's contest, with its result, and one to come; the cell, and one of its members. @param {import('./hall/program.js').Program} program */
async function known(program) {
  const { contests: all } = JSON.parse(await program.ask(program.links.secretary, '/contests'));
  const last = all.reduce((/** @type {any} */ one, /** @type {any} */ other) => (one.starts_at < other.starts_at ? one : other));
  const { unit, member } = JSON.parse(await program.ask(program.links.members[0], '/me'));
  return { unit: '/units/' + unit, member: '/members/' + member, over: '/contests/' + last.id, coming: '/contests/' + (await schedule(program)).id };
}

test('every page in every size and colour', async ({ program, guest, device }) => {
  test.setTimeout(180_000);
  const findings = new Findings();
  for (const [name, { who, url, says }] of Object.entries(pages(program.links, await known(program)))) {
    const context = who ? await guest(who) : await device();
    const page = await context.newPage();
    await page.goto(url);
    await expect(page.locator('main'), name).toContainText(says);
    for (const size of [SMALLEST, LAPTOP]) {
      await page.setViewportSize(size);
      const where = name + ' at ' + size.width;
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.emulateMedia({ colorScheme });
        findings.note(where + ', ' + colorScheme, await violations(page));
      }
      for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where, await check(page));
    }
    await context.close();
  }
  expect(findings.list).toEqual([]);
});

test('every page with text at 200 %', async ({ program, guest, device }) => {
  test.setTimeout(180_000);
  const findings = new Findings();
  for (const [name, { who, url, says }] of Object.entries(pages(program.links, await known(program)))) {
    const phone = handheld({ width: 360, height: 640 });
    const context = who ? await guest(who, phone) : await device(phone);
    await doubleText(context);
    const page = await context.newPage();
    await page.goto(url);
    await expect(page.locator('main'), name).toContainText(says);
    for (const check of [sticksOut, cutOff]) findings.note(name, await check(page));
    await context.close();
  }
  expect(findings.list).toEqual([]);
});

test('every page without script', async ({ program, guest, device }) => {
  for (const [name, { who, url, says }] of Object.entries(pages(program.links, await known(program)))) {
    const still = { ...handheld(SMALLEST), javaScriptEnabled: false };
    const context = who ? await guest(who, still) : await device(still);
    const page = await context.newPage();
    await page.goto(url);
    await expect(page.locator('main'), name).toContainText(says);
    await expect(page.getByRole('heading', { level: 1 }), name).toHaveCount(1);
    await context.close();
  }
});

test('signing in and joining by code need no script', async ({ program, device }) => {
  const contest = await schedule(program);
  const page = await (await device({ ...handheld(SMALLEST), javaScriptEnabled: false })).newPage();
  await page.goto(program.links.members[0].link);
  await page.getByRole('button', { name: words.signIn }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto(program.links.url);
  await home(page).code.fill(contest.code.toLowerCase());
  await home(page).enter.click();
  await expect(page).toHaveURL(contest.at());
  // Playing needs it, and the page says so.
  expect(await (await page.request.get(contest.at('/play'))).text()).toMatch(/<noscript>[^]*JavaScript[^]*<\/noscript>/);
});
