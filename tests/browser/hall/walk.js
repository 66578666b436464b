// A contest that stops at every moment for those who want to look at it.

import { rightWords } from './bank.js';
import { crowd } from './crowd.js';
import { expect, reached } from './people.js';
import { desk, phone, wall, words } from './screens.js';

/** @typedef {import('@playwright/test').Page} Page */

/**
 * @typedef {object} Seats
 * @property {Page} phone takes the second option
 * @property {Page} other a second phone, which is always right
 * @property {Page} desk
 * @property {Page} wall
 */

/** How the crowd's answers spread over the options, so that every bar has a height of its own. */
const SPREAD = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3];

/**
 * @param {import('./program.js').Program} program
 * @param {import('./contest.js').Contest} contest
 * @param {Seats} seats opened at the contest's pages
 * @param {(moment: string, seats: Partial<Seats>) => Promise<void>} look
 */
export async function walk(program, contest, seats, look) {
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
  await look('lobby', seats);

  for (let index = 0; index < 2; index += 1) {
    await contest.command('open');
    await reached(pages, 'get_ready');
    if (index === 0) await look('get-ready', seats);

    await contest.command('open');
    await reached(pages, 'question');
    if (index === 0) {
      await look('question', seats);
      await mine.options.nth(1).click();
      await expect(mine.chosen).toHaveCount(1);
      await look('question-chosen', { phone: seats.phone });
    } else {
      await mine.options.nth(1).click();
    }
    const right = theirs.options.filter({ hasText: rightWords(await theirs.stem.innerText()) });
    const key = (await right.getAttribute('data-option')) || '';
    await right.click();
    await theirs.send.click();
    await expect(theirs.recorded).toContainText(words.recorded);
    await mine.send.click();
    await expect(mine.recorded).toContainText(words.recorded);
    await hall.answer((member, options) => [member % 3 ? key : options[SPREAD[member % SPREAD.length] % options.length]]);
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
