// The pages that the server writes: readable without script, on any size, in light and dark, with text at 200 %.

import { violations } from './hall/axe.js';
import { schedule } from './hall/contest.js';
import { Findings } from './hall/findings.js';
import { cutOff, smallPrint, sticksOut, tooSmall } from './hall/layout.js';
import { expect, test } from './hall/people.js';
import { doubleText } from './hall/phones.js';
import { enter, placesOfMembers, placesOfTheDesk, placesOfTheOrganisation, visit } from './hall/places.js';
import { handheld, home, SMALLEST, words } from './hall/screens.js';

const PHONE = { width: 360, height: 640 };
const LARGE_PHONE = { width: 412, height: 915 };
const DESK = { width: 1280, height: 800 };

/** @typedef {Record<string, import('./hall/places.js').Place>} Places */

/** @type {Record<string, (program: import('./hall/program.js').Program, guest: import('./hall/places.js').Guest) => Promise<Places>>} */
const PARTS = {
  'for members': placesOfMembers,
  'of the desk': placesOfTheDesk,
  'of the organisation': placesOfTheOrganisation,
};

for (const [part, places] of Object.entries(PARTS)) {
  test('every page ' + part + ' in every size and colour', async ({ program, guest, device }) => {
    test.setTimeout(180_000);
    const findings = new Findings();
    for (const [name, place] of Object.entries(await places(program, guest))) {
      const context = await enter(place, { guest, device });
      const page = await context.newPage();
      await visit(page, name, place);
      for (const size of [SMALLEST, PHONE, LARGE_PHONE, DESK]) {
        await page.setViewportSize(size);
        const where = name + ' at ' + size.width;
        for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
          if (size === SMALLEST || size === LARGE_PHONE) continue;
          await page.emulateMedia({ colorScheme });
          findings.note(where + ', ' + colorScheme, await violations(page));
        }
        for (const check of [sticksOut, cutOff, tooSmall, smallPrint]) findings.note(where, await check(page));
      }
      await context.close();
    }
    expect(findings.list).toEqual([]);
  });

  test('every page ' + part + ' with text at 200 %', async ({ program, guest, device }) => {
    test.setTimeout(180_000);
    const findings = new Findings();
    for (const [name, place] of Object.entries(await places(program, guest))) {
      const context = await enter(place, { guest, device }, handheld(PHONE));
      await doubleText(context);
      const page = await context.newPage();
      await visit(page, name, place);
      for (const check of [sticksOut, cutOff]) findings.note(name, await check(page));
      await context.close();
    }
    expect(findings.list).toEqual([]);
  });

  test('every page ' + part + ' without script', async ({ program, guest, device }) => {
    test.setTimeout(120_000);
    for (const [name, place] of Object.entries(await places(program, guest))) {
      const context = await enter(place, { guest, device }, { ...handheld(SMALLEST), javaScriptEnabled: false });
      const page = await context.newPage();
      await visit(page, name, place);
      await expect(page.getByRole('heading', { level: 1 }), name).toHaveCount(1);
      await context.close();
    }
  });
}

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
