// The built program, serving its demonstration organisation to these tests alone.

import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from '@playwright/test';

const BUILT = process.env.KHACSAU_BIN || fileURLToPath(new URL('../../../target/debug/khacsau', import.meta.url));

/**
 * @typedef {{ name: string, unit: string, link: string, token: string, secret?: string }} Person
 * @typedef {{ url: string, contest: string, secretary: Person, committee: Person, supervisor: Person, members: Person[] }} Links
 * @typedef {Awaited<ReturnType<typeof serveDemo>>} Program
 */

export async function serveDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'khacsau-demo-'));
  const file = join(folder, 'links.json');
  const program = spawn(BUILT, ['demo', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--links', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let gone = '';
  program.stdout.on('data', (data) => (said += data));
  program.stderr.on('data', (data) => (said += data));
  program.on('error', (problem) => (gone = String(problem)));
  program.on('exit', (code) => (gone = 'exit code ' + code));

  /** @returns {Links | null} */
  const written = () => {
    if (gone) throw new Error('the program did not stay: ' + gone + '\n' + said);
    if (!existsSync(file)) return null;
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (problem) {
      return null; // still being written
    }
  };
  await expect.poll(written, { message: 'links.json', timeout: 60_000 }).not.toBeNull();
  const links = /** @type {Links} */ (written());

  /**
   * The API, asked by a person.
   * @param {Person} person
   * @param {string} path
   * @param {unknown} [body] makes it a POST
   */
  async function ask(person, path, body) {
    const response = await fetch(links.url + '/api' + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: 'Bearer ' + person.token, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(path + ' ' + JSON.stringify(body) + ': ' + response.status + ' ' + text);
    return text;
  }

  /**
   * A form of a page, sent by a person; where it leads.
   * @param {Person} person
   * @param {string} path
   * @param {[string, string][] | FormData} fields
   */
  async function send(person, path, fields) {
    const response = await fetch(links.url + path, {
      method: 'POST',
      headers: { authorization: 'Bearer ' + person.token },
      body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      redirect: 'manual',
    });
    if (response.status !== 303) throw new Error(path + ': ' + response.status + ' ' + (await response.text()));
    return response.headers.get('location') || '';
  }

  /** Whoever keeps the organisation, with a link that lets them in once. @returns {Promise<Person>} */
  async function administrator() {
    const said = (await promisify(execFile)(BUILT, ['admin-link', '--data', join(folder, 'data')])).stdout;
    const link = links.url + said.slice(said.indexOf('/sign-in/')).trim();
    return { name: 'Quản trị', unit: '', link, token: '', secret: 'mot-mat-khau-that-dai' };
  }

  return {
    links,
    folder,
    ask,
    send,
    administrator,
    said: () => said,
    /** What `khacsau verify` says about a bundle; throws where it finds a difference. @param {string} bundle */
    async verify(bundle) {
      return (await promisify(execFile)(BUILT, ['verify', bundle])).stdout;
    },
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
