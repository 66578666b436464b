// The demonstration's question bank, for whoever must know the right answer: no page tells it before its time.

import { readFileSync } from 'node:fs';

/** @type {Map<string, string>} what is asked, and the right option's words */
const keys = new Map();
for (const block of readFileSync(new URL('../../../src/commands/demo/bank.txt', import.meta.url), 'utf8').split(/\n\s*\n/)) {
  const stem = /^Câu \d+: (.+)$/m.exec(block);
  const key = /^Đáp án: ([A-Z])$/m.exec(block);
  const words = key && new RegExp('^' + key[1] + '\\. (.+)$', 'm').exec(block);
  if (stem && words) keys.set(stem[1].trim(), words[1].trim());
}

/** @param {string} stem */
export function rightWords(stem) {
  const words = keys.get(stem.trim());
  if (!words) throw new Error('not in the bank: ' + stem);
  return words;
}
