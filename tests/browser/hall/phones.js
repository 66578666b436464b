// Eight phones, none like another, and what each of them was told is on record.

import { rightWords } from './bank.js';
import { expect } from './people.js';
import { phone as screen, words } from './screens.js';

/** @typedef {import('@playwright/test').Page} Page */

/** From the smallest to the largest that members hold. */
export const SIZES = {
  cutWhileAnswering: { width: 360, height: 640 },
  cutBetween: { width: 375, height: 667 },
  reloading: { width: 390, height: 844 },
  twoDevices: { width: 412, height: 915 },
  withoutWebsocket: { width: 384, height: 832 },
  keyboard: { width: 320, height: 640 },
  largeText: { width: 360, height: 740 },
  dark: { width: 393, height: 852 },
};

export class Phone {
  /**
   * @param {import('./program.js').Person} person
   * @param {Page} page
   */
  constructor(person, page) {
    this.person = person;
    this.page = page;
    /** What this member was told is on record: the option, and whether it was right, by question. */
    this.acknowledged = new Map();
  }

  get screen() {
    return screen(this.page);
  }

  /** @param {number} k */
  async choose(k) {
    const option = this.screen.options.nth(k);
    await option.tap();
    await expect(option).toHaveAttribute('aria-checked', 'true');
  }

  async send() {
    await this.screen.send.tap();
  }

  /** Waits for the receipt, and remembers what it is for. @param {number} index */
  async acknowledge(index) {
    await expect(this.screen.recorded).toContainText(words.recorded);
    await this.remember(index);
  }

  /** @param {number} index */
  async remember(index) {
    const stem = await this.screen.stem.innerText();
    const right = this.screen.options.filter({ hasText: rightWords(stem) });
    this.acknowledged.set(index, {
      option: await this.screen.chosen.getAttribute('data-option'),
      right: (await right.getAttribute('aria-checked')) === 'true',
    });
  }

  /** @param {number} index @param {number} k */
  async answer(index, k) {
    await this.choose(k);
    await this.send();
    await this.acknowledge(index);
  }
}

/** Whoever has no pointer: everything by the keys, as the roles promise. */
export class KeyboardPhone extends Phone {
  /** @param {number} k */
  async choose(k) {
    await this.tabTo('[data-testid=option]');
    const wanted = this.screen.options.nth(k);
    for (let step = 0; step < 8 && !(await this.hasFocus(wanted)); step += 1) {
      const before = await this.focused();
      await this.page.keyboard.press('ArrowDown');
      if ((await this.focused()) === before) await this.page.keyboard.press('Tab');
    }
    await this.page.keyboard.press('Space');
    await expect(wanted).toHaveAttribute('aria-checked', 'true');
  }

  async send() {
    await this.tabTo('[data-testid=send]');
    await this.page.keyboard.press('Enter');
  }

  /** @param {string} selector */
  async tabTo(selector) {
    for (let step = 0; step < 20; step += 1) {
      if (await this.page.evaluate((wanted) => Boolean(document.activeElement?.matches(wanted)), selector)) {
        await this.showsFocus();
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error('the keys never reached ' + selector);
  }

  /** Whoever uses the keys sees where they are. */
  async showsFocus() {
    const seen = await this.page.evaluate(() => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(/** @type {Element} */ (document.activeElement));
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    });
    expect(seen, 'the focus can be seen').toBe(true);
  }

  /** @param {import('@playwright/test').Locator} locator */
  hasFocus(locator) {
    return locator.evaluate((one) => one === document.activeElement);
  }

  focused() {
    return this.page.evaluate(() => document.activeElement?.getAttribute('data-option'));
  }
}

/** Text at twice its size, as the system's setting makes it. @param {import('@playwright/test').BrowserContext} context */
export async function doubleText(context) {
  await context.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const root = document.documentElement;
      root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + 'px';
    });
  });
}
