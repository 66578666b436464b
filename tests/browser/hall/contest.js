// A contest that stands still until it is told to go on: its limits are as long as the rules allow, and the secretary's
// commands come through the API.

import { expect } from '@playwright/test';

/** @typedef {import('./program.js').Program} Program */
/** @typedef {Awaited<ReturnType<typeof schedule>>} Contest */

/** The longest a countdown or a question may be. */
const LONG = 600_000;
/** The lobby opens by itself this long before the start; a contest further away is still closed. */
const LOBBY_BEFORE = 15 * 60_000;

/**
 * @param {Program} program
 * @param {{ limit?: number, getReady?: number, title?: string, topic?: string }} [wishes]
 */
export async function schedule(program, { limit = LONG, getReady = LONG, title = 'Khắc sâu tháng 11 năm 2026', topic } = {}) {
  const { secretary } = program.links;
  const scheduled = JSON.parse(
    await program.ask(secretary, '/contests', {
      title,
      starts_at: Date.now() + 2 * LOBBY_BEFORE,
      blueprint: [{ count: 5, topic }],
      question_limit: limit,
      get_ready: getReady,
    }),
  );
  const path = '/contests/' + scheduled.id;
  return {
    /** @type {string} */
    id: scheduled.id,
    /** @type {string} */
    code: scheduled.code,
    /** The address of one of its pages. */
    at: (page = '') => program.links.url + path + page,
    /** @param {string} type @param {object} [more] */
    command: (type, more) => program.ask(secretary, path + '/commands', { type, ...more }),
    phase: async () => JSON.parse(await program.ask(secretary, path)).phase,
    results: async () => JSON.parse(await program.ask(secretary, path + '/results')),
    roster: async () => JSON.parse(await program.ask(secretary, path + '/roster')).entries,
    bundle: () => program.ask(secretary, path + '/bundle'),
    /** Time is up for the question that is open: the room still waits for what is on its way. */
    async lock() {
      await this.command('lock');
      await expect.poll(() => this.phase()).toBe('closed');
    },
    /** Opens a question without its countdown. */
    async open() {
      await this.command('open');
      await this.openNow();
    },
    /** Ends the countdown, unless it has ended by itself. */
    async openNow() {
      if ((await this.phase()) === 'get_ready') await this.command('open').catch(() => undefined);
      await expect.poll(() => this.phase()).toBe('open');
    },
  };
}
