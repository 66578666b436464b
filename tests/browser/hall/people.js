// People who come to a contest, each with a device of their own.

import { test as base, expect } from '@playwright/test';

import { serveDemo } from './program.js';
import { app, words } from './screens.js';

/** @typedef {import('./program.js').Person} Person */
/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */
/** @typedef {import('@playwright/test').BrowserContextOptions} Settings */

/**
 * @typedef {object} Own
 * @property {string[]} problems what pages throw or the policy refuses, which must stay empty
 * @property {(settings?: Settings) => Promise<BrowserContext>} device a browser of one's own, watched
 * @property {(person: Person, settings?: Settings) => Promise<BrowserContext>} guest somebody signed in, without the
 *   pages of signing in
 */

/**
 * @typedef {object} Shared
 * @property {import('./program.js').Program} program one for each worker
 * @property {boolean} addsToBank whether these tests have questions approved: whoever must know the right answers of a
 *   contest is then served by another program
 */

/** @type {Parameters<typeof base.extend<Own, Shared>>[0]} */
const fixtures = {
  addsToBank: [false, { option: true, scope: 'worker' }],
  program: [
    async ({}, use) => {
      const program = await serveDemo();
      await use(program);
      await program.stop();
    },
    { scope: 'worker' },
  ],
  problems: async ({}, use) => {
    const problems = /** @type {string[]} */ ([]);
    await use(problems);
    expect(problems, 'problems on the pages').toEqual([]);
  },
  device: async ({ browser, problems }, use) => {
    const contexts = /** @type {BrowserContext[]} */ ([]);
    await use(async (settings = {}) => {
      const context = await browser.newContext(settings);
      contexts.push(context);
      context.on('page', (page) => {
        page.on('pageerror', (problem) => problems.push(page.url() + ': ' + problem.message));
        page.on('console', (message) => {
          if (/Content.Security.Policy/.test(message.text())) problems.push(page.url() + ': ' + message.text());
        });
      });
      return context;
    });
    for (const context of contexts) await context.close();
  },
  guest: async ({ device }, use) => {
    await use(async (person, settings) => {
      const context = await device(settings);
      const origin = new URL(person.link).origin;
      const form = person.secret ? { secret: person.secret, again: person.secret } : undefined;
      const response = await context.request.post(person.link, { headers: { origin }, form, maxRedirects: 0 });
      expect(response.status(), 'signing in').toBe(303);
      return context;
    });
  },
};

export const test = base.extend(fixtures);

/** Somebody opens their own link and signs in with the button. @param {BrowserContext} context @param {Person} person */
export async function arrive(context, person) {
  const page = await context.newPage();
  await page.goto(person.link);
  await page.getByRole('button', { name: words.signIn }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

/** @param {import('@playwright/test').Page[]} pages @param {string | RegExp} phase */
export const reached = (pages, phase) =>
  Promise.all(pages.map((page) => expect(app(page)).toHaveAttribute('data-phase', phase)));

export { expect };
