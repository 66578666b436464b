// Every page there is to read, with who opens it and how one gets there.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { schedule } from './contest.js';
import { expect } from './people.js';

/** @typedef {import('./program.js').Program} Program */
/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */

/**
 * @typedef {object} Place
 * @property {import('./program.js').Person | (() => Promise<import('./program.js').Person>)} [who] a stranger, if nobody
 * @property {string} url
 * @property {RegExp} says what must be there to read
 * @property {(page: Page) => Promise<void>} [go] the steps from there on
 */

/** @typedef {(person: import('./program.js').Person, settings?: Settings) => Promise<BrowserContext>} Guest */
/** @typedef {(settings?: Settings) => Promise<BrowserContext>} Device */
/** @typedef {import('@playwright/test').BrowserContextOptions} Settings */

const FILE = fileURLToPath(new URL('../../suite/bank_samples/05-de-thi-in-dam.docx', import.meta.url));
const NAMES = ['Nguyễn Văn Đạt', 'Trần Thị Thủy', 'Lê Hòa'];

/** What anybody may open, and what members do. @param {Program} program @returns {Promise<Record<string, Place>>} */
export async function placesOfMembers(program) {
  const { url, members, secretary } = program.links;
  const { over, coming, unit } = await known(program);
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
    'the board of the year': { who: members[0], url: url + unit + '/leaderboard', says: /Đồng chí xếp thứ|chưa có hạng/ },
    'the board of some months': { who: members[0], url: url + unit + '/leaderboard?month=2&month=5', says: /Cách tính/ },
    'the year for a member': { who: members[0], url: url + unit + '/plan', says: /Kế hoạch năm/ },
    account: { who: members[0], url: url + '/account', says: /Các máy đang đăng nhập/ },
    'an address that is none': { url: url + '/khong-co', says: /trang/i },
  };
}

/** Where questions and contests are made. @param {Program} program @returns {Promise<Record<string, Place>>} */
export async function placesOfTheDesk(program) {
  const { url, secretary, committee } = program.links;
  const { over, unit, question, brought } = await known(program);
  return {
    'planning a contest': { who: secretary, url: url + unit + '/contests/new', says: /Xem trước thể lệ/ },
    'the board for its secretary': {
      who: secretary,
      url: url + unit + '/leaderboard',
      says: /Đổi cách tính/,
      go: async (page) => {
        await page.getByText('Đổi cách tính').click();
        await expect(page.getByRole('button', { name: 'Lưu cách tính' })).toBeVisible();
      },
    },
    'the year for its secretary': { who: secretary, url: url + unit + '/plan', says: /Lưu kế hoạch năm/ },
    'what is handed out of a contest': { who: secretary, url: url + over + '/documents', says: /Đoạn ghi vào biên bản/ },
    'a result to be confirmed': { who: secretary, url: url + over + '/confirm', says: /Việc tiếp theo/ },
    'a question to be voided': { who: secretary, url: url + over + '/decision?kind=void&question=1', says: /Chưa có gì được ghi/ },
    'an attempt to be annulled': {
      who: secretary,
      url: url + over + '/decision?kind=annul&participant=1',
      says: /Hủy bài của đồng chí/,
    },
    'how documents look': { who: secretary, url: url + unit + '/document-settings', says: /Lưu thể thức/ },
    'the bank': { who: secretary, url: url + unit + '/bank', says: /Việc đang chờ/ },
    'the bank, nothing found': { who: secretary, url: url + unit + '/bank?q=khongco', says: /Không có câu nào khớp/ },
    'questions that wait': { who: secretary, url: url + unit + '/bank/review', says: /Duyệt các câu đã đánh dấu/ },
    'questions of replaced documents': { who: secretary, url: url + unit + '/bank/superseded', says: /Văn bản mới/ },
    'what is to be looked at in the bank': { who: secretary, url: url + unit + '/bank/lint', says: /Đây là lời khuyên/ },
    'the bank as a file': { who: secretary, url: url + unit + '/bank/export?format=kahoot', says: /Tệp sẽ tải về/ },
    'a new question': { who: committee, url: url + unit + '/questions/new', says: /Câu hỏi/ },
    'a question': { who: committee, url: url + question, says: /Lịch sử/ },
    'a question that is rewritten': { who: committee, url: url + question + '/edit', says: /Phương án/ },
    documents: { who: secretary, url: url + unit + '/documents', says: /Văn bản/ },
    'a new document': { who: secretary, url: url + unit + '/documents/new', says: /Trích yếu|Tên/ },
    'bringing questions': { who: committee, url: url + unit + '/bank/import', says: /Đọc và xem trước/ },
    'questions that were brought': { who: committee, url: url + brought.bank, says: /Đọc được 8 câu/ },
    'one of them, to be mended': { who: committee, url: url + brought.bank + '/questions/4', says: /Nguyên văn trong tệp/ },
    'bringing a list of members': { who: secretary, url: url + unit + '/roster/import', says: /Tệp mẫu/ },
    'a list that was brought': { who: secretary, url: url + brought.roster, says: /Nguyễn Thị Mới/ },
  };
}

/** Where people and units are kept. @param {Program} program @param {Guest} guest @returns {Promise<Record<string, Place>>} */
export async function placesOfTheOrganisation(program, guest) {
  const { url, secretary } = program.links;
  const { unit, member } = await known(program);
  const { root, cell } = await founded(program, guest);
  // A link of theirs lets them in once.
  const chief = () => program.administrator();
  const preview = async (/** @type {Page} */ page) => {
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await expect(page.locator('main')).toContainText('Chưa có gì được ghi');
  };
  return {
    'a unit': { who: secretary, url: url + unit, says: /Người phụ trách/ },
    'the top': { who: secretary, url: url + '/units', says: /phụ trách các tổ chức/ },
    'the members of a unit': { who: secretary, url: url + unit + '/members', says: /đảng viên: / },
    'a member': { who: secretary, url: url + member, says: /Quá trình sinh hoạt/ },
    'a new member': { who: secretary, url: url + unit + '/members/new', says: /Họ và tên/ },
    'cards to be made': { who: secretary, url: url + unit + '/cards', says: /chỉ hiện một lần/ },
    'the top for the administrator': { who: chief, url: url + '/units', says: /phụ trách các tổ chức/ },
    'the whole for the administrator': { who: chief, url: url + root, says: /Sáp nhập tổ chức trực thuộc/ },
    'a cell for the administrator': { who: chief, url: url + cell, says: /Chia tách/ },
    'a unit to be founded': {
      who: chief,
      url: url + root + '/found',
      says: /Loại/,
      go: async (page) => {
        await page.getByLabel(/^Tên/).fill('Chi bộ Bưu điện');
        await preview(page);
      },
    },
    'a unit to be renamed': {
      who: chief,
      url: url + cell + '/rename',
      says: /Tên/,
      go: async (page) => {
        await page.getByLabel(/^Tên/).fill('Chi bộ Trường Tiểu học và Trung học cơ sở Hòa Mỹ');
        await preview(page);
      },
    },
    'a unit to be moved': { who: chief, url: url + cell + '/move', says: /cấp trên/i },
    'units to be merged': { who: chief, url: url + root + '/merge', says: /được sáp nhập/ },
    'what a merger does': {
      who: chief,
      url: url + root + '/merge',
      says: /được sáp nhập/,
      go: async (page) => {
        for (const tick of await page.getByRole('checkbox').all()) await tick.check();
        await page.getByLabel('Tên tổ chức mới').fill('Chi bộ Trường học');
        await preview(page);
      },
    },
    'what a split does': {
      who: chief,
      url: url + cell + '/split',
      says: /Ai vào phần nào/,
      go: async (page) => {
        await page.getByLabel('Tên phần thứ nhất').fill('Chi bộ Khối 1');
        await page.getByLabel(NAMES[0]).selectOption('1');
        await preview(page);
      },
    },
    'a unit to be closed': { who: chief, url: url + cell + '/close', says: /Từ ngày/ },
    'a sheet of cards': {
      who: chief,
      url: url + cell + '/cards',
      says: /chỉ hiện một lần/,
      go: async (page) => {
        await page.getByLabel(/chưa đăng nhập lần nào/).check();
        await page.getByRole('button', { name: 'Làm thẻ' }).click();
        await expect(page.locator('main svg')).toHaveCount(NAMES.length);
      },
    },
  };
}

/**
 * A browser of whoever opens this place.
 * @param {Place} place
 * @param {{ guest: Guest, device: Device }} doors
 * @param {Settings} [settings]
 */
export async function enter({ who }, { guest, device }, settings) {
  const person = typeof who === 'function' ? await who() : who;
  return person ? guest(person, settings) : device(settings);
}

/**
 * Opens a place, and goes the steps to what is to be looked at.
 * @param {Page} page
 * @param {string} name
 * @param {Place} place
 */
export async function visit(page, name, { url, says, go }) {
  await page.goto(url);
  await expect(page.locator('main'), name).toContainText(says);
  if (go) await go(page);
}

/** What is made for a program once, however many tests look at it. @template T @param {(program: Program, guest: Guest) => Promise<T>} make */
function once(make) {
  const made = /** @type {WeakMap<Program, Promise<T>>} */ (new WeakMap());
  return (/** @type {Program} */ program, /** @type {Guest} */ guest) => {
    const before = made.get(program) || make(program, guest);
    made.set(program, before);
    return before;
  };
}

/** @param {Program} program */
const known = (program) => looked(program, () => Promise.reject(new Error('nobody is needed')));

/** Last month's contest, with its result, and one to come; the cell, one of its members, and what its desk has open. */
const looked = once(async (program) => {
  const { secretary, committee, members } = program.links;
  const { contests: all } = JSON.parse(await program.ask(secretary, '/contests'));
  const last = all.reduce((/** @type {any} */ one, /** @type {any} */ other) => (one.starts_at < other.starts_at ? one : other));
  const { unit: id, member } = JSON.parse(await program.ask(members[0], '/me'));
  const unit = '/units/' + id;
  const written = [
    ['stem', 'Chi bộ họp thường lệ bao lâu một lần?'], ['kind', 'single'], ['option', 'Mỗi tháng một lần'],
    ['option', 'Mỗi quý một lần'], ['right', '0'], ['document', await document(program, unit)], ['then', 'keep'],
  ];
  const question = await program.send(committee, unit + '/questions', /** @type {[string, string][]} */ (written));
  return {
    unit,
    question: question.split('?')[0],
    member: '/members/' + member,
    over: '/contests/' + last.id,
    coming: '/contests/' + (await schedule(program)).id,
    brought: {
      bank: await bring(program, committee, unit + '/bank/import', '05-de-thi-in-dam.docx', readFileSync(FILE)),
      roster: await bring(program, secretary, unit + '/roster/import', 'moi.csv', Buffer.from('Họ và tên,Ngày sinh\nNguyễn Thị Mới,1990\nTrần Văn Sai,31/2/1960\n')),
    },
  };
});

/** A document on which questions may hang. @param {Program} program @param {string} unit */
export async function document(program, unit) {
  const { url, committee } = program.links;
  const page = await fetch(url + unit + '/questions/new', { headers: { authorization: 'Bearer ' + committee.token } });
  const [, choices] = (await page.text()).split('name="document"');
  const found = choices.split('</select>')[0].match(/value="([0-9a-f-]{36})"/);
  if (!found) throw new Error('the cell has no document');
  return found[1];
}

/** @param {Program} program @param {import('./program.js').Person} who @param {string} path @param {string} name @param {Buffer} bytes */
function bring(program, who, path, name, bytes) {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  return program.send(who, path, form);
}

/** What the administrator has founded to look at: two cells, one with people in it. */
const founded = once(async (program, guest) => {
  const { url } = program.links;
  const context = await guest(await program.administrator());
  /** @param {string} path @param {Record<string, string>} form */
  const send = async (path, form) => {
    const reply = await context.request.post(url + path, { form, headers: { origin: url }, maxRedirects: 0 });
    if (reply.status() !== 303) throw new Error(path + ': ' + reply.status() + ' ' + (await reply.text()));
    return new URL(reply.headers().location, url).pathname;
  };
  const { unit } = await (await context.request.get(url + '/api/me')).json();
  const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
  const root = '/units/' + unit;
  const found = (/** @type {string} */ name) => send(root + '/found', { name, kind: 'cell', on: today, step: 'confirm' });
  const cell = await found('Chi bộ Trường Tiểu học Hòa Mỹ');
  await found('Chi bộ Trường Trung học cơ sở Hòa Mỹ');
  for (const name of NAMES) await send(cell + '/members', { name, on: today, official: 'yes' });
  return { root, cell };
});
