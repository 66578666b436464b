// People who come to a contest, each with a device of their own.

import { test as base, expect } from '@playwright/test';

import { serveDemo } from './program.js';
import { app, words } from './screens.js';

/** @typedef {import('./program.js').Person} Person */

/**
 * One program for each worker; `problems` collects what pages throw or the policy refuses, and must stay empty.
 * @type {import('@playwright/test').TestType<any, any>}
 */
export const test = base.extend({
  program: [
    async ({}, use) => {
      const program = await serveDemo();
      await use(program);
      await program.stop();
    },
    { scope: 'worker' },
  ],
  problems: async ({}, use) => {
    const problems = [];
    await use(problems);
    expect(problems, 'problems on the pages').toEqual([]);
  },
  /** A browser of one's own, watched. */
  device: async ({ browser, problems }, use) => {
    const contexts = [];
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
  /** Somebody signed in, without the pages of signing in. */
  guest: async ({ device }, use) => {
    await use(async (person, settings) => {
      const context = await device(settings);
      const origin = new URL(person.link).origin;
      const response = await context.request.post(person.link, { headers: { origin }, maxRedirects: 0 });
      expect(response.status(), 'signing in').toBe(303);
      return context;
    });
  },
});

/** Somebody opens their own link and signs in with the button. */
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
