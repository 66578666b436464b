// A picture of every screen and phase, from the real product, for those who want to see it without starting it.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { settled } from './hall/axe.js';
import { schedule } from './hall/contest.js';
import { layLine } from './hall/line.js';
import { expect, test } from './hall/people.js';
import { enter, placesOfTheDesk, placesOfTheOrganisation, visit } from './hall/places.js';
import { handheld, LAPTOP, WALL } from './hall/screens.js';
import { takeSeats, walk } from './hall/walk.js';

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const PHONE = { ...handheld({ width: 360, height: 640 }), deviceScaleFactor: 2 };
/** A picture is to load on a telephone, too. */
const LARGEST = 45_000;

/** As an evening is: a question of 60 seconds, a countdown to be seen. */
const EVENING = { limit: 60_000, getReady: 6_000 };

/** These are taken in the dark as well. */
const AT_NIGHT = ['lobby', 'question', 'question-chosen', 'revealed', 'standings', 'published'];
/** And these of the desk on a phone. */
const IN_HAND = ['lobby', 'question', 'question-void', 'revealed', 'standings'];
/** What the committee works with, by the names under which the tests know it; on a laptop, or on a phone as well. */
const AT_WORK = {
  unit: 'the whole for the administrator',
  merger: 'what a merger does',
  cards: 'a sheet of cards',
  members: 'the members of a unit',
  'roster-brought': 'a list that was brought',
  bank: 'the bank',
  review: 'questions that wait',
  'questions-brought': 'questions that were brought',
  editor: 'a question that is rewritten',
  planning: 'planning a contest',
  year: 'the year for its secretary',
};
const AT_WORK_IN_HAND = ['members', 'bank', 'questions-brought', 'editor', 'planning'];
/** The second phone is only looked at where it differs from the first. */
const OF_THE_OTHER = ['revealed', 'replaced'];

test.beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) rmSync(FOLDER + name);
});

test.afterAll(() => {
  console.log(readdirSync(FOLDER).length + ' pictures in docs/screens');
});

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
async function take(page, name, { whole = false } = {}) {
  await page.evaluate(() => document.fonts.ready);
  await settled(page);
  const cdp = await page.context().newCDPSession(page);
  const { cssContentSize } = await cdp.send('Page.getLayoutMetrics');
  const clip = whole ? { clip: { ...cssContentSize, x: 0, y: 0, scale: 1 } } : {};
  for (let quality = 45; ; quality -= 5) {
    const { data } = await cdp.send('Page.captureScreenshot', {
      format: 'webp',
      quality,
      captureBeyondViewport: whole,
      ...clip,
    });
    const picture = Buffer.from(data, 'base64');
    if (picture.length > LARGEST && quality > 10) continue;
    expect(picture.length, name).toBeLessThanOrEqual(LARGEST);
    writeFileSync(FOLDER + name + '.webp', picture);
    break;
  }
  await cdp.detach();
}

test('a contest on phone, desk and projector', async ({ program, guest }) => {
  const contest = await schedule(program, EVENING);
  const line = await layLine();
  const seats = await takeSeats(program, contest, guest, {
    phone: { ...PHONE, ...line.settings },
    other: PHONE,
    desk: { viewport: LAPTOP },
    wall: { viewport: WALL },
  });
  // The typeface is there from the second look on.
  for (const page of Object.values(seats)) await page.reload();
  await walk(program, contest, seats, line, async (moment, shown) => {
    for (const [seat, page] of Object.entries(shown)) {
      if (seat === 'other' && !OF_THE_OTHER.includes(moment)) continue;
      if (!/pause$|void|end$/.test(moment)) await page.evaluate(() => scrollTo(0, 0));
      const name = (seat === 'other' ? 'phone-other' : seat) + '-' + moment;
      await take(page, name);
      if (seat !== 'other' && AT_NIGHT.includes(moment) && (seat !== 'desk' || moment === 'question')) {
        await page.emulateMedia({ colorScheme: 'dark' });
        await take(page, name + '-dark');
        await page.emulateMedia({ colorScheme: 'light' });
      }
      if (seat === 'desk' && IN_HAND.includes(moment)) {
        await page.setViewportSize(PHONE.viewport);
        await take(page, name + '-on-a-phone', { whole: true });
        await page.setViewportSize(LAPTOP);
      }
    }
  }, 130);
  line.hangUp();
});

test('the pages', async ({ program, guest, device }) => {
  const { links } = program;
  const [member] = links.members;
  const { contests } = JSON.parse(await program.ask(links.secretary, '/contests'));
  const over = '/contests/' + contests[contests.length - 1].id;
  const coming = '/contests/' + (await schedule(program, { limit: 30_000, getReady: 3_000 })).id;
  const stranger = await (await device(PHONE)).newPage();
  const visitor = await (await guest(member, PHONE)).newPage();
  const secretary = await (await guest(links.secretary, { viewport: LAPTOP })).newPage();
  const visits = /** @type {[import('@playwright/test').Page, string, string][]} */ ([
    [stranger, 'home', links.url + '/'],
    [stranger, 'home-wrong-code', links.url + '/k?code=ABCDEF'],
    [stranger, 'sign-in-by-link', member.link],
    [stranger, 'contest-for-a-stranger', links.url + coming],
    [stranger, 'no-such-page', links.url + '/khong-co'],
    [visitor, 'home-signed-in', links.url + '/'],
    [visitor, 'contest', links.url + coming],
    [visitor, 'account', links.url + '/account'],
    [visitor, 'rules', links.url + coming + '/rules'],
    [visitor, 'results', links.url + over + '/results'],
    [secretary, 'results-laptop', links.url + over + '/results'],
    [secretary, 'home-laptop', links.url + '/'],
  ]);
  for (const page of [stranger, visitor, secretary]) await page.goto(links.url);
  for (const [page, name, url] of visits) {
    await page.goto(url);
    await take(page, 'page-' + name);
  }
  await visitor.goto(links.url + over + '/results');
  await visitor.emulateMedia({ colorScheme: 'dark' });
  await take(visitor, 'page-results-dark');
  await visitor.emulateMedia({ media: 'print', colorScheme: 'light' });
  await visitor.setViewportSize({ width: 800, height: 1130 });
  await take(visitor, 'page-results-printed');
});

test('the pages of those who prepare it', async ({ program, guest, device }) => {
  const places = { ...(await placesOfTheDesk(program)), ...(await placesOfTheOrganisation(program, guest)) };
  for (const [name, place] of Object.entries(AT_WORK)) {
    const settings = [{ viewport: LAPTOP }, ...(AT_WORK_IN_HAND.includes(name) ? [PHONE] : [])];
    for (const [at, held] of settings.entries()) {
      const page = await (await enter(places[place], { guest, device }, held)).newPage();
      // The typeface is there from the second look on.
      await page.goto(places[place].url, { waitUntil: 'networkidle' });
      await visit(page, place, places[place]);
      await take(page, 'page-' + name + (at ? '-on-a-phone' : ''));
      await page.close();
    }
  }
});
