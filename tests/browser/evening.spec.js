// The whole evening: a host, a projector and eight phones, most of which something happens to. In the end every answer
// that was acknowledged is in the results and in the published record, and the record verifies.

import { readFileSync } from 'node:fs';

import { schedule } from './hall/contest.js';
import { cutOff, sticksOut } from './hall/layout.js';
import { layLine } from './hall/line.js';
import { arrive, expect, reached, test } from './hall/people.js';
import { doubleText, KeyboardPhone, Phone, SIZES } from './hall/phones.js';
import { app, desk, handheld, LAPTOP, phone, results, wall, WALL, words } from './hall/screens.js';

const QUESTIONS = 5;

test('an evening of eight phones', async ({ program, device }, info) => {
  test.setTimeout(180_000);
  const { links } = program;
  const contest = await schedule(program);
  const lines = { whileAnswering: await layLine(), between: await layLine(), narrow: await layLine({ websockets: false }) };

  const host = await arrive(await device({ viewport: LAPTOP }), links.secretary);
  const board = await arrive(await device({ viewport: WALL }), links.committee);
  const phones = await arriveAll();
  const { cutWhileAnswering, cutBetween, reloading, twoDevices, largeText, dark } = phones;
  const all = Object.values(phones);
  const everywhere = () => [host, board, ...all.map((one) => one.page)];

  async function arriveAll() {
    /** @type {Record<keyof typeof SIZES, import('./hall/people.js').Settings>} */
    const wishes = {
      cutWhileAnswering: lines.whileAnswering.settings,
      cutBetween: lines.between.settings,
      reloading: {},
      twoDevices: {},
      withoutWebsocket: lines.narrow.settings,
      keyboard: { hasTouch: false, isMobile: false },
      largeText: {},
      dark: { colorScheme: 'dark', reducedMotion: 'reduce' },
    };
    const found = await Promise.all(
      Object.entries(wishes).map(async ([name, wish], k) => {
        const context = await device({ ...handheld(SIZES[/** @type {keyof typeof SIZES} */ (name)]), ...wish });
        if (name === 'largeText') await doubleText(context);
        const page = await arrive(context, links.members[k]);
        return [name, name === 'keyboard' ? new KeyboardPhone(links.members[k], page) : new Phone(links.members[k], page)];
      }),
    );
    return /** @type {Record<keyof typeof SIZES, Phone>} */ (Object.fromEntries(found));
  }

  const steps = desk(host);

  /** The host's one big step. @param {string} command @param {string} phase @param {import('@playwright/test').Page[]} [pages] */
  async function press(command, phase, pages = everywhere()) {
    await expect(steps.nextStep).toHaveAttribute('data-command', command);
    await expect(steps.nextStep).toHaveAttribute('aria-disabled', 'false');
    await steps.nextStep.click();
    await reached(pages, phase);
  }

  /** The same by the space bar, wherever the focus is not. @param {string} command @param {string} phase */
  async function pressSpace(command, phase) {
    await host.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await expect(steps.nextStep).toHaveAttribute('data-command', command);
    await expect(steps.nextStep).toHaveAttribute('aria-disabled', 'false');
    await host.keyboard.press('Space');
    await reached(everywhere(), phase);
  }

  /** Those who have nothing to tell about this question answer it. @param {number} index @param {Phone[]} others */
  async function answerAll(index, others) {
    await Promise.all(others.map((one, k) => one.answer(index, (index + k) % 4)));
  }

  /** @param {Phone[]} some */
  const without = (...some) => all.filter((one) => !some.includes(one));

  await host.goto(contest.at('/host'));
  await reached([host], 'scheduled');
  await press('lobby', 'lobby', [host]);
  await board.goto(contest.at('/screen'));
  const heard = { stream: 0, socket: 0 };
  phones.withoutWebsocket.page.on('request', (request) => (heard.stream += Number(/\/stream\b/.test(request.url()))));
  phones.withoutWebsocket.page.on('websocket', (socket) => socket.on('framereceived', () => (heard.socket += 1)));
  await Promise.all(
    all.map(async (one) => {
      await one.page.goto(contest.at('/play'));
      // Also where no websocket gets through: the page goes on over a stream by itself.
      await expect(app(one.page)).toHaveAttribute('data-phase', 'lobby', { timeout: 5_000 });
    }),
  );
  await reached(everywhere(), 'lobby');
  await expect(steps.present).toHaveText(String(all.length));
  await expect(wall(board).join).toBeVisible();
  expect(heard.stream, 'the stream of whoever gets no websocket').toBeGreaterThan(0);

  await test.step('question 1: a line is lost with a choice made', async () => {
    await pressSpace('open', 'get_ready');
    await press('open', 'question');
    await expect(wall(board).question).toContainText(await largeText.screen.stem.innerText());
    await expect(dark.screen.recorded).toHaveCount(0);
    expect(await sticksOut(largeText.page)).toEqual([]);
    expect(await cutOff(largeText.page)).toEqual([]);
    expect(await moving(dark.page), 'nothing moves for whoever asked for it').toEqual([]);

    await cutWhileAnswering.choose(0);
    lines.whileAnswering.cut();
    await expect(cutWhileAnswering.screen.line).toHaveAttribute('data-line', 'lost');
    await cutWhileAnswering.send();
    await expect(cutWhileAnswering.screen.trouble).toContainText(words.kept);
    await expect(cutWhileAnswering.screen.recorded).toHaveCount(0);
    await answerAll(0, without(cutWhileAnswering));
    lines.whileAnswering.mend();
    await cutWhileAnswering.acknowledge(0);
    await expect(cutWhileAnswering.screen.trouble).toHaveCount(0);
    await finishQuestion();
  });

  await test.step('question 2: a line is lost before it opens, and is back while it is open', async () => {
    lines.between.cut();
    await expect(cutBetween.screen.line).toHaveAttribute('data-line', 'lost');
    const there = everywhere().filter((page) => page !== cutBetween.page);
    await press('open', 'get_ready', there);
    await press('open', 'question', there);
    await answerAll(1, without(cutBetween));
    lines.between.mend();
    await expect(app(cutBetween.page)).toHaveAttribute('data-phase', 'question');
    await cutBetween.answer(1, 1);
    await finishQuestion();
  });

  await test.step('question 3: a page is opened anew, before and after its answer', async () => {
    await press('open', 'get_ready');
    await press('open', 'question');
    await reloading.page.reload();
    await expect(app(reloading.page)).toHaveAttribute('data-phase', 'question');
    await reloading.answer(2, 2);
    const receipt = await reloading.screen.recorded.innerText();
    await reloading.page.reload();
    await expect(reloading.screen.recorded).toHaveText(receipt);
    await expect(reloading.screen.send).toHaveCount(0);
    await board.reload();
    await expect(wall(board).question).toContainText(await dark.screen.stem.innerText());
    await answerAll(2, without(reloading));
    await finishQuestion();
  });

  await test.step('question 4: a member takes another device, and comes back to the first', async () => {
    await press('open', 'get_ready');
    await press('open', 'question');
    const second = await arrive(await device(handheld(SIZES.reloading)), twoDevices.person);
    await second.goto(contest.at('/play'));
    await expect(app(second)).toHaveAttribute('data-phase', 'question');
    await expect(twoDevices.screen.line).toHaveAttribute('data-line', 'replaced');
    await expect(twoDevices.screen.goOnHere).toBeVisible();
    const elsewhere = new Phone(twoDevices.person, second);
    await elsewhere.answer(3, 3);
    await twoDevices.screen.goOnHere.tap();
    await expect(twoDevices.screen.recorded).toHaveText(await phone(second).recorded.innerText());
    await expect(phone(second).line).toHaveAttribute('data-line', 'replaced');
    await twoDevices.remember(3);
    expect(twoDevices.acknowledged.get(3)).toEqual(elsewhere.acknowledged.get(3));
    await answerAll(3, without(twoDevices));
    await finishQuestion();
  });

  await test.step('question 5: a choice that nobody sends goes by itself', async () => {
    await press('open', 'get_ready');
    await press('open', 'question');
    await answerAll(4, without(dark));
    await dark.choose(2);
    await expect(steps.nextStep).toHaveAttribute('aria-disabled', 'false');
    await steps.nextStep.click();
    await dark.acknowledge(4);
    await reached(everywhere(), 'closed');
    await press('reveal', 'revealed');
    await press('next', 'standings');
  });

  async function finishQuestion() {
    await expect(steps.answered).toHaveText(/^8\s*\/\s*8$/);
    await press('lock', 'closed');
    await pressSpace('reveal', 'revealed');
    for (const one of all) await expect(one.screen.right).not.toHaveCount(0);
    expect(await sticksOut(largeText.page)).toEqual([]);
    expect(await cutOff(largeText.page)).toEqual([]);
    await press('next', 'standings');
    for (const one of all) await expect(one.screen.place).toHaveText(words.place);
    await expect(wall(board).leaders).not.toHaveCount(0);
    expect(await sticksOut(largeText.page)).toEqual([]);
  }

  await press('next', 'finished');
  for (const one of all) await expect(one.screen.place).toHaveText(words.place);
  await expect(wall(board).leaders).not.toHaveCount(0);
  await press('confirm', 'finished');
  await press('publish', 'finished');
  await expect(steps.nextStep).toHaveCount(0);

  const record = await test.step('the record is downloaded, and verifies', async () => {
    await host.goto(contest.at('/results'));
    const downloaded = host.waitForEvent('download');
    await results(host).bundle.click();
    const file = info.outputPath('bundle.jsonl');
    await (await downloaded).saveAs(file);
    expect(await program.verify(file)).toContain('answers');
    return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  });

  await test.step('every acknowledged answer is in the record and in the result, and no other', async () => {
    const roster = await contest.roster();
    const { standings } = await contest.results();
    const answers = record.filter((line) => line.kind === 'answer_recorded').map((line) => line.event);
    let acknowledged = 0;
    for (const { person, acknowledged: told } of all) {
      const { member } = JSON.parse(await program.ask(person, '/me'));
      const { participant } = roster.find((/** @type {any} */ line) => line.member === member);
      const mine = answers.filter((event) => event.participant === participant);
      expect(mine.map((event) => [event.index, event.options])).toEqual(
        [...told.entries()].map(([index, { option }]) => [index, [option]]),
      );
      const line = standings.find((/** @type {any} */ one) => one.participant === participant);
      const right = [...told.values()].filter((one) => one.right).length;
      expect([line.name, line.answered, line.score]).toEqual([person.name, told.size, (right * 1000) / QUESTIONS]);
      acknowledged += told.size;
    }
    expect(acknowledged).toBe(all.length * QUESTIONS);
    expect(answers).toHaveLength(acknowledged);
  });

  await test.step('each member finds their place, and their receipts in the record', async () => {
    const hashes = new Map(record.filter((line) => line.seq).map((line) => [String(line.seq), line.hash]));
    for (const one of all) {
      await one.screen.results.click();
      await expect(results(one.page).boards.first()).toBeVisible();
      await expect(results(one.page).boards.getByRole('rowheader').filter({ hasText: one.person.name }).first()).toBeVisible();
      const { receipts, hash } = results(one.page);
      await expect(receipts).toHaveCount(QUESTIONS);
      for (const receipt of await receipts.all()) {
        const [seq] = /\d+/.exec(await receipt.innerText()) || [''];
        expect(hashes.get(seq)).toBe((await receipt.locator(hash).innerText()).trim());
      }
    }
  });

  expect(heard.socket, 'frames over a websocket that is blocked').toBe(0);
  for (const line of Object.values(lines)) line.hangUp();
});

/** What moves on a page by itself. @param {import('@playwright/test').Page} page */
function moving(page) {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration) > 1)
      .map((one) => /** @type {any} */ (one).transitionProperty || /** @type {any} */ (one).animationName),
  );
}
