// A contest that stops at every moment for those who want to look at it.

import { rightWords } from './bank.js';
import { crowd } from './crowd.js';
import { expect, reached } from './people.js';
import { app, desk, phone, wall, words } from './screens.js';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * @typedef {object} Seats
 * @property {Page} phone is always right; its line can be cut
 * @property {Page} other a second phone, which is wrong the first time
 * @property {Page} desk
 * @property {Page} wall
 */

/**
 * Everybody takes a seat.
 * @param {import('./program.js').Program} program
 * @param {import('./contest.js').Contest} contest
 * @param {import('./people.js').Own['guest']} guest
 * @param {Record<keyof Seats, import('./people.js').Settings>} devices what each seat is taken with
 * @returns {Promise<Seats>}
 */
export async function takeSeats(program, contest, guest, devices) {
  const { secretary, committee, members } = program.links;
  /** @param {import('./program.js').Person} person @param {string} page @param {import('./people.js').Settings} device */
  const sit = async (person, page, device) => {
    const opened = await (await guest(person, device)).newPage();
    await opened.goto(contest.at(page));
    return opened;
  };
  return {
    phone: await sit(members[0], '/play', devices.phone),
    other: await sit(members[1], '/play', devices.other),
    desk: await sit(secretary, '/host', devices.desk),
    wall: await sit(committee, '/screen', devices.wall),
  };
}

/** How the crowd's answers spread over the options, so that every bar has a height of its own. */
const SPREAD = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3];

/**
 * @param {import('./program.js').Program} program
 * @param {import('./contest.js').Contest} contest
 * @param {Seats} seats
 * @param {import('./line.js').Line} line that of the first phone
 * @param {(moment: string, seats: Partial<Seats>) => Promise<void>} look
 * @param {number} [apart] milliseconds between the answers of the crowd
 */
export async function walk(program, contest, seats, line, look, apart = 0) {
  const pages = [seats.phone, seats.other, seats.desk, seats.wall];
  const mine = phone(seats.phone);
  const theirs = phone(seats.other);
  const host = desk(seats.desk);
  const others = program.links.members.slice(2);

  await reached(pages, 'scheduled');
  await look('scheduled', seats);

  await contest.command('lobby');
  await reached(pages, 'lobby');
  const hall = await crowd(program, contest.id, others);
  await expect(host.present).toHaveText(String(others.length + 2));
  await expect(app(seats.phone)).toContainText(words.gathered(others.length + 2));
  await look('lobby', seats);

  for (let index = 0; index < 2; index += 1) {
    await contest.command('open');
    await reached(pages, 'get_ready');
    if (index === 0) await look('get-ready', seats);

    await contest.openNow();
    await reached(pages, 'question');
    if (index === 0) await look('question', seats);
    const right = mine.options.filter({ hasText: rightWords(await mine.stem.innerText()) });
    const key = (await right.getAttribute('data-option')) || '';
    await right.click();
    await expect(mine.chosen).toHaveCount(1);
    if (index === 0) await look('question-chosen', { phone: seats.phone });
    const wrong = theirs.options.filter({ hasNotText: rightWords(await theirs.stem.innerText()) }).first();
    await (index === 0 ? wrong : theirs.option(key)).click();
    await theirs.send.click();
    await expect(theirs.recorded).toContainText(words.recorded);
    if (index === 1) {
      line.cut();
      await expect(mine.line).toHaveAttribute('data-line', 'lost');
    }
    await mine.send.click();
    if (index === 1) {
      await expect(mine.trouble).toContainText(words.kept);
      await look('line-lost', { phone: seats.phone });
      line.mend();
    }
    await expect(mine.recorded).toContainText(words.recorded);
    await hall.answer((member, options) => [(member + index) % (3 - index) ? key : options[SPREAD[member % SPREAD.length] % options.length]], apart);
    if (index === 0) {
      await expect(host.answered).toHaveText(others.length + 2 + '/' + (others.length + 2));
      await look('question-recorded', seats);
      for (const [name, open] of rareSteps(host)) {
        await open.click();
        await expect(host.confirm).toBeVisible();
        await look('question-' + name, { desk: seats.desk });
        await host.button(words.keep).click();
        await expect(host.confirm).toHaveCount(0);
      }
    }

    await contest.lock();
    await reached(pages, 'closed');
    if (index === 0) await look('closed', seats);
    await contest.command('reveal');
    await reached(pages, 'revealed');
    if (index === 0) await look('revealed', seats);
    await contest.command('next');
    await reached(pages, 'standings');
    await expect(mine.place).toBeVisible();
    await expect(wall(seats.wall).leaders).not.toHaveCount(0);
    if (index === 0) await look('standings', seats);
  }

  const newer = await seats.other.context().newPage();
  await newer.goto(contest.at('/play'));
  await expect(theirs.goOnHere).toBeVisible();
  await look('replaced', { other: seats.other });
  await theirs.goOnHere.click();
  await expect(theirs.goOnHere).toHaveCount(0);
  await newer.close();

  await contest.command('pause');
  await reached(pages, 'paused');
  await look('paused', seats);
  await contest.command('resume');
  await reached(pages, 'standings');

  await contest.command('end', { reason: 'Hết thời gian sinh hoạt' });
  await reached(pages, 'finished');
  await expect(wall(seats.wall).leaders).not.toHaveCount(0);
  await look('finished', seats);
  await contest.command('confirm');
  await contest.command('publish');
  hall.leave();
  await expect(mine.place).toHaveText(words.place);
  await expect(host.nextStep).toHaveCount(0);
  await look('published', seats);
}

/** @param {ReturnType<typeof desk>} host @returns {[string, import('@playwright/test').Locator][]} */
function rareSteps(host) {
  return [
    ['pause', host.button(words.pause)],
    ['void', host.button(words.voidQuestion)],
    ['end', host.button(words.end)],
  ];
}
