// Every moment of a contest, on every seat: nothing for axe to find, nothing too small, nothing cut off.

import { violations } from './hall/axe.js';
import { schedule } from './hall/contest.js';
import { Findings } from './hall/findings.js';
import { cutOff, offTheWall, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { layLine } from './hall/line.js';
import { expect, test } from './hall/people.js';
import { handheld, LAPTOP, LARGE_WALL, SMALLEST, WALL } from './hall/screens.js';
import { takeSeats, walk } from './hall/walk.js';

const ROOMY = { width: 412, height: 915 };
const COLOURS = /** @type {const} */ (['light', 'dark']);

const SIZES = {
  phone: [SMALLEST, ROOMY, LAPTOP],
  other: [SMALLEST],
  desk: [SMALLEST, LAPTOP],
  wall: [WALL, LARGE_WALL],
};

test('every moment on every seat', async ({ program, guest }) => {
  test.setTimeout(180_000);
  const contest = await schedule(program);
  const line = await layLine();
  const seats = await takeSeats(program, contest, guest, {
    phone: { ...handheld(SMALLEST), ...line.settings },
    other: handheld(SMALLEST),
    desk: { viewport: LAPTOP },
    wall: { viewport: WALL },
  });

  const findings = new Findings();
  let looks = 0;
  await walk(program, contest, seats, line, async (moment, shown) => {
    for (const [seat, page] of Object.entries(shown)) {
      for (const size of SIZES[/** @type {keyof typeof SIZES} */ (seat)]) {
        await page.setViewportSize(size);
        const where = moment + ', ' + seat + ' at ' + size.width + '×' + size.height;
        for (const colorScheme of COLOURS) {
          await page.emulateMedia({ colorScheme });
          findings.note(where + ', ' + colorScheme, await violations(page));
          looks += 1;
        }
        findings.note(where, await sticksOut(page));
        findings.note(where, await cutOff(page));
        findings.note(where, seat === 'wall' ? await offTheWall(page) : await tooSmall(page));
        findings.note(where, await smallPrint(page));
      }
    }
  });
  line.hangUp();
  console.log(looks + ' looks with axe');
  expect(findings.list).toEqual([]);
});
