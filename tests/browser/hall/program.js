// The built program, serving its demonstration contest to this test alone.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from '@playwright/test';

const BUILT = fileURLToPath(new URL('../../../target/debug/khacsau', import.meta.url));

/**
 * @typedef {{ name: string, unit: string, link: string, token: string }} Person
 * @typedef {{ url: string, contest: string, secretary: Person, committee: Person, members: Person[] }} Links
 */

export async function serveDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'khacsau-demo-'));
  const file = join(folder, 'links.json');
  const program = spawn(
    process.env.KHACSAU_BIN || BUILT,
    ['demo', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--links', file],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  let gone = '';
  program.stdout.on('data', (data) => (said += data));
  program.stderr.on('data', (data) => (said += data));
  program.on('error', (problem) => (gone = String(problem)));
  program.on('exit', (code) => (gone = 'exit code ' + code));

  /** @returns {Links | null} */
  const links = () => {
    if (gone) throw new Error('the program did not stay: ' + gone + '\n' + said);
    if (!existsSync(file)) return null;
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (problem) {
      return null; // still being written
    }
  };
  await expect.poll(links, { message: 'links.json', timeout: 60_000 }).not.toBeNull();

  return {
    links: /** @type {Links} */ (links()),
    said: () => said,
    async stop() {
      if (!gone) {
        const ended = new Promise((resolve) => program.once('exit', resolve));
        program.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
