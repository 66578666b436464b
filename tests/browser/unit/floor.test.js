// The oldest browsers a member may hold: Chrome 90 and Safari 14.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'acorn';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
const scripts = readdirSync(web + 'js', { recursive: true }).filter((name) => String(name).endsWith('.js'));
const templates = readdirSync(web + 'templates');

/** Younger than the floor, and not caught by the type check's ES2020 library. */
const YOUNG = /\bstructuredClone\(|randomUUID\(|AbortSignal\.timeout\(|\.replaceAll\(|(?<!\.)\.at\(|\.findLast\(|Object\.hasOwn\(/;

test('there is something to check', () => {
  assert.ok(scripts.length >= 8 && templates.length >= 10);
});

for (const name of scripts) {
  const text = readFileSync(web + 'js/' + name, 'utf8');
  test(name + ' is plain ES2020', () => {
    parse(text, { ecmaVersion: 2020, sourceType: 'module' });
    assert.deepEqual(text.match(YOUNG), null);
  });
  test(name + ' imports by relative paths of files that exist', () => {
    for (const [, path] of text.matchAll(/^import [^;]*? from ['"]([^'"]+)['"]/gm)) {
      assert.match(path, /^\.\.?\//);
      readFileSync(new URL(path, 'file://' + web + 'js/' + name));
    }
  });
}

for (const name of templates) {
  test(name + ' has no inline script, style or handler', () => {
    const text = readFileSync(web + 'templates/' + name, 'utf8');
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)/);
    assert.doesNotMatch(text, /<style\b|\sstyle=|\son\w+=/);
    assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//, 'and nothing from another host');
  });
}
