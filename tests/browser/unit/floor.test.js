// The oldest browsers a member may hold: Chrome 90 and Safari 14.0.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse, tokenizer } from 'acorn';

import { rules } from '../hall/css.js';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
const files = (folder, end) => readdirSync(web + folder, { recursive: true }).map(String).filter((name) => name.endsWith(end));
const scripts = files('js', '.js');
const styles = files('css', '.css');
const templates = files('templates', '.html');
const read = (path) => readFileSync(web + path, 'utf8');

/**
 * Younger than the floor, and no matter of syntax. A name in quotes may be asked for: `'wakeLock' in navigator`.
 * Beside each, the first version of the younger of the two.
 */
const YOUNG_SCRIPT = [
  /\bstructuredClone\(/, // Safari 15.4
  /\brandomUUID\(/, // Safari 15.4
  /\bAbortSignal\.(timeout|any)\(/, // Safari 16
  /\.replaceAll\(/, // ES2021
  /(?<!\.)\.at\(/, // Safari 15.4
  /\.findLast(Index)?\(/, // Safari 15.4
  /\.(toSorted|toReversed|toSpliced)\(/, // Safari 16
  /\bObject\.(hasOwn|groupBy)\(/, // Safari 15.4
  /\bnew BroadcastChannel\(/, // Safari 15.4
  /\bnavigator\.locks\b/, // Safari 15.4
  /\bnew WeakRef\(/, // Safari 14.1
  /\brequestIdleCallback\(/, // not in Safari
  /\.requestSubmit\(/, // Safari 16
  /\.showModal\(/, // Safari 15.4
  /\.checkVisibility\(/, // Safari 17.4
  /\bstartViewTransition\(/,
  /\bscheduler\./,
  /\bPromise\.(withResolvers|try)\(/,
  /\bIntl\.(ListFormat|DurationFormat|Segmenter)\b/, // Safari 14.1
];

/** Safari 14 refuses the whole script that holds one; the parser does not. */
const YOUNG_PATTERN = /\(\?<[=!]/;

/** Selectors, and what is in values. A rule with an unknown selector is dropped whole. */
const YOUNG_SELECTOR = /:has\(|(?<!:focus:not\():focus-visible|:user-(in)?valid|:popover-open|:open\b|:dir\(|:modal|::details-content|&/;
const YOUNG_AT = /^@(layer|container|property|scope|starting-style|view-transition)\b/;
const YOUNG_VALUE = /color-mix\(|\b(oklch|oklab|lch|lab|light-dark|linear\(|round|anchor)\(|\d(dvh|svh|lvh|dvw|svw|lvw|dvi|svi|cqw|cqh|cqi|lh|rlh|cap|ic)\b|^subgrid|\b(sin|cos|tan|hypot)\(/;
/** Shorthands and properties; unknown ones are dropped alone, so an older spelling before them in the rule will do. */
const YOUNG_PROPERTY = {
  inset: ['top', 'left', 'right', 'bottom'], // Safari 14.1
  'inset-inline': ['left'],
  'inset-block': ['top'],
  'margin-inline': ['margin-left', 'margin', 'margin-inline-start'], // Safari 14.1
  'margin-block': ['margin-top', 'margin', 'margin-block-start'],
  'padding-inline': ['padding-left', 'padding', 'padding-inline-start'],
  'padding-block': ['padding-top', 'padding', 'padding-block-start'],
  'aspect-ratio': ['height', 'padding-top', 'min-height'], // Safari 15
  translate: ['transform'], // Safari 14.1, Chrome 104
  rotate: ['transform'],
  scale: ['transform'],
};

test('there is something to check', () => {
  assert.ok(scripts.length >= 8 && templates.length >= 10 && styles.length >= 4);
});

for (const name of scripts) {
  const text = read('js/' + name);
  test(name + ' is plain ES2020', () => {
    parse(text, { ecmaVersion: 2020, sourceType: 'module' });
    for (const young of YOUNG_SCRIPT) assert.doesNotMatch(text, young);
    for (const token of tokenizer(text, { ecmaVersion: 2020, sourceType: 'module' })) {
      const { pattern } = /** @type {any} */ (token).value || {};
      if (typeof pattern === 'string') assert.doesNotMatch(pattern, YOUNG_PATTERN);
    }
  });
  test(name + ' imports by relative paths of files that exist', () => {
    for (const [, path] of text.matchAll(/^import [^;]*? from ['"]([^'"]+)['"]/gm)) {
      assert.match(path, /^\.\.?\//);
      readFileSync(new URL(path, 'file://' + web + 'js/' + name));
    }
  });
}

for (const name of styles) {
  test(name + ' holds nothing younger than the floor without an older way before it', () => {
    assert.deepEqual(rules(read('css/' + name)).flatMap(young), []);
  });
}

test('the check of styles finds what it is to find', () => {
  const held = (text) => rules(text).flatMap(young).length;
  assert.equal(held('.a { color: red; .b { color: blue } }'), 1);
  assert.equal(held('.a:has(b) { color: red }'), 1);
  assert.equal(held('@layer x { .a { color: red } }'), 1);
  assert.equal(held('.a { inset: 0 }'), 1);
  assert.equal(held('.a { top: 0; inset: 0 }'), 0);
  assert.equal(held('.a { height: 100dvh }'), 1);
  assert.equal(held('.a { height: 100vh; height: 100dvh }'), 0);
  assert.equal(held('.a { display: flex; gap: 4px }'), 1);
  assert.equal(held('.a { display: grid; gap: 4px }'), 0);
  assert.equal(held('@supports (inset: 0) { .a { inset: 0 } }'), 0);
  assert.equal(held('@media (min-width: 40em) { .a { color: color-mix(in srgb, red, blue) } }'), 1);
  assert.equal(held('.a:focus-visible { outline: 0 }'), 1);
});

/**
 * @param {import('../hall/css.js').Rule} rule
 * @returns {string[]}
 */
function young({ around, selector, declarations }) {
  if (around.some((one) => one.startsWith('@supports'))) return [];
  if (selector.startsWith('@font-face')) return [];
  const found = [];
  const said = (what) => found.push([...around, selector].join(' ') + ' { ' + what + ' }');
  if ([...around, selector].some((one) => YOUNG_AT.test(one))) said('at-rule');
  if (around.some((one) => !one.startsWith('@'))) said('nested');
  if (YOUNG_SELECTOR.test(selector)) said('selector');
  const display = declarations.filter((one) => one.name === 'display').map((one) => one.value);
  declarations.forEach(({ name, value }, k) => {
    const before = declarations.slice(0, k).filter((one) => !YOUNG_VALUE.test(one.value)).map((one) => one.name);
    const older = YOUNG_PROPERTY[name];
    if (older && !older.some((one) => before.includes(one))) said(name);
    if (YOUNG_VALUE.test(value) && !before.includes(name)) said(name + ': ' + value);
    // Safari 14.0 knows `gap` in grids only: there, flex items would touch.
    if (/^(row-|column-)?gap$/.test(name) && display.some((one) => one.includes('flex'))) said('gap in flex');
  });
  return found;
}

for (const name of templates) {
  test(name + ' has no inline script, style or handler', () => {
    const text = read('templates/' + name);
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)/);
    assert.doesNotMatch(text, /<style\b|\sstyle=|\son\w+=/);
    assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//, 'and nothing from another host');
  });
  test(name + ' holds no element or attribute younger than the floor', () => {
    assert.doesNotMatch(read('templates/' + name), /<dialog\b|<search\b|\sinert\b|\spopover\b/);
  });
}
