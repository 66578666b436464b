// axe, run inside a page: its own policy lets in no script from elsewhere, and need not.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe does not hold against the guidelines, but is not well made either, counts as well. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Colours that are on their way are where they are going.
 * @param {import('@playwright/test').Page} page
 */
export async function settled(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    for (const one of document.getAnimations()) one.finish();
    await frame();
  });
}

/**
 * What is wrong on a page, a line each; nothing, if all is well.
 * @param {import('@playwright/test').Page} page
 */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  await settled(page);
  return page.evaluate(async (tags) => {
    const axe = /** @type {any} */ (window).axe;
    const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return found.violations.flatMap((/** @type {any} */ rule) =>
      rule.nodes.map((/** @type {any} */ node) => {
        const why = [...node.any, ...node.all, ...node.none].map((check) => check.message)[0] || rule.help;
        return rule.id + ' at ' + node.target.join(' ') + ': ' + why;
      }),
    );
  }, TAGS);
}
