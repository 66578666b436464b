// The desk and the projector where things are not as they should be: no websocket anywhere, a page opened anew.

import jsQR from 'jsqr';
import { PNG } from 'pngjs';

import { schedule } from './hall/contest.js';
import { offTheWall } from './hall/layout.js';
import { layLine } from './hall/line.js';
import { arrive, expect, reached, test } from './hall/people.js';
import { app, desk, handheld, LAPTOP, LARGE_WALL, phone, SMALLEST, wall, WALL, words } from './hall/screens.js';

/** A page has so long to find that no websocket gets through, and to go on over a stream. */
const SWITCH = 5_000;

test('desk, projector and phone without a websocket', async ({ program, guest }) => {
  const contest = await schedule(program);
  const line = await layLine({ websockets: false });
  const { secretary, committee, members } = program.links;
  const host = await (await guest(secretary, { viewport: LAPTOP, ...line.settings })).newPage();
  const board = await (await guest(committee, { viewport: WALL, ...line.settings })).newPage();
  const member = await (await guest(members[0], { ...handheld(SMALLEST), ...line.settings })).newPage();
  let frames = 0;
  for (const page of [host, board, member]) page.on('websocket', (socket) => socket.on('framereceived', () => (frames += 1)));

  await host.goto(contest.at('/host'));
  await expect(app(host)).toHaveAttribute('data-phase', 'scheduled', { timeout: SWITCH });
  const steps = desk(host);
  /** @param {string} command @param {string} phase @param {import('@playwright/test').Page[]} pages */
  const press = async (command, phase, pages = [host, board, member]) => {
    await expect(steps.nextStep).toHaveAttribute('data-command', command);
    await expect(steps.nextStep).toHaveAttribute('aria-disabled', 'false');
    await steps.nextStep.click();
    await reached(pages, phase);
  };
  await press('lobby', 'lobby', [host]);
  await board.goto(contest.at('/screen'));
  await expect(app(board)).toHaveAttribute('data-phase', 'lobby', { timeout: SWITCH });
  await member.goto(contest.at('/play'));
  await expect(app(member)).toHaveAttribute('data-phase', 'lobby', { timeout: SWITCH });
  await expect(steps.present).toHaveText('1');

  await press('open', 'get_ready');
  await press('open', 'question');
  await expect(wall(board).question).toContainText(await phone(member).stem.innerText());
  await phone(member).options.first().tap();
  await phone(member).send.tap();
  await expect(phone(member).recorded).toHaveText(words.recorded);
  await expect(steps.answered).toHaveText(/^1\s*\/\s*1$/);
  await press('lock', 'closed');
  await press('reveal', 'revealed');
  await press('next', 'standings');
  await expect(phone(member).place).toHaveText(words.place);
  await expect(wall(board).leaders).not.toHaveCount(0);
  expect(frames, 'frames over a websocket that is blocked').toBe(0);
  line.hangUp();
});

test('the projector opened anew in every phase shows it again, and all of it', async ({ program, device }) => {
  test.setTimeout(120_000);
  const contest = await schedule(program);
  const board = await arrive(await device({ viewport: WALL }), program.links.committee);
  /** @param {string} phase */
  const survives = async (phase) => {
    await board.goto(contest.at('/screen'));
    await reached([board], phase);
    await board.reload();
    await reached([board], phase);
    for (const size of [WALL, LARGE_WALL]) {
      await board.setViewportSize(size);
      expect(await offTheWall(board), phase + ' at ' + size.width).toEqual([]);
    }
  };
  await survives('scheduled');
  await contest.command('lobby');
  await survives('lobby');
  const joined = await read(wall(board).join);
  expect(joined).toBe(program.links.url + '/k/' + contest.code);
  expect((await fetch(joined)).url).toBe(contest.at());
  await contest.command('open');
  await survives('get_ready');
  await contest.openNow();
  await survives('question');
  await contest.command('pause');
  await survives('paused');
  await contest.command('resume');
  await contest.openNow();
  await contest.lock();
  await survives('closed');
  await contest.command('reveal');
  await survives('revealed');
  await contest.command('next');
  await survives('standings');
  await contest.command('end', { reason: 'hết giờ họp' });
  await survives('finished');
  await contest.command('confirm');
  await contest.command('publish');
  await survives('finished');
});

/** What a phone's camera reads in a QR code. @param {import('@playwright/test').Locator} code */
async function read(code) {
  const { data, width, height } = PNG.sync.read(await code.screenshot());
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
}
