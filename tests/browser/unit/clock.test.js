// The server's time, guessed from what arrives.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { beat, heard, newClock, newPace, offset, serverTime, travelled, worstRoundTrip, worstStall } from '../../../web/js/clock.js';

test('before anything is heard, local time must do', () => {
  assert.equal(serverTime(newClock(), 500), 500);
  assert.equal(worstRoundTrip(newClock()), 0);
});

test('of messages that travelled, the quickest is the nearest', () => {
  // The server is 10,000 ahead; the messages took 400, 50 and 300.
  let clock = newClock();
  for (const delay of [400, 50, 300]) clock = heard(clock, 11_000, 1000 + delay);
  assert.equal(serverTime(clock, 2000), 11_950);
});

test('a round trip halves its own error, and the shortest is believed', () => {
  let clock = heard(newClock(), 5000, 5000);
  clock = travelled(clock, 1000, 11_200, 1400);
  assert.equal(offset(clock), 10_000);
  clock = travelled(clock, 2000, 12_030, 2040);
  assert.equal(offset(clock), 10_010);
  clock = travelled(clock, 3000, 13_900, 3900);
  assert.equal(offset(clock), 10_010);
});

test('the worst recent round trip is remembered, and forgotten again', () => {
  let clock = travelled(newClock(), 0, 0, 900);
  assert.equal(worstRoundTrip(clock), 900);
  for (let k = 0; k < 4; k += 1) clock = travelled(clock, k, k, k + 40);
  assert.equal(worstRoundTrip(clock), 900);
  clock = travelled(clock, 9, 9, 49);
  assert.equal(worstRoundTrip(clock), 40);
});

test('a phone whose clock was set back starts over', () => {
  const clock = travelled(travelled(newClock(), 0, 10_000, 40), 5000, 15_000, 1000);
  assert.deepEqual(clock.trips, []);
});

test('a page that stutters knows by how much, and forgets it again', () => {
  let pace = newPace();
  for (const at of [1000, 1100, 1205, 1300]) pace = beat(pace, at, 100);
  assert.equal(worstStall(pace), 0);
  for (const at of [1900, 2000, 2250]) pace = beat(pace, at, 100);
  assert.equal(worstStall(pace), 500);
  pace = beat(pace, 11_950, 10_000);
  assert.equal(worstStall(pace), 150);
});

test('a page that slept does not give everything away when it wakes', () => {
  assert.equal(worstStall(beat(beat(newPace(), 0, 100), 60_000, 100)), 1500);
});
