// The server's time as far as this page can tell. Local times are wall-clock milliseconds, which go on while a phone
// sleeps; a jump of that clock is forgotten after a few round trips.

/** How many round trips are "recent": at one every three seconds, a quarter of a minute. */
const RECENT = 5;

/**
 * @typedef {object} Trip
 * @property {number} offset what to add to local time
 * @property {number} took
 */

/**
 * @typedef {object} Clock
 * @property {number | null} heard the offset from one-way messages: true offset or less
 * @property {Trip[]} trips
 */

/** Beyond this, a page has slept rather than stuttered; what it was to do at once must not be all that it does. */
const LONGEST_STALL = 1500;
/** For so long a stall is a reason to expect another. */
const REMEMBERED = 10000;

/**
 * How evenly this page's own timer runs, in `performance.now()` time: a phone that is busy is late with everything.
 * @typedef {object} Pace
 * @property {number | null} at the last beat
 * @property {{ at: number, took: number }[]} stalls by how much beats came late
 */

/** @returns {Pace} */
export function newPace() {
  return { at: null, stalls: [] };
}

/**
 * @param {Pace} pace
 * @param {number} now
 * @param {number} every how far apart beats should be
 * @returns {Pace}
 */
export function beat({ at, stalls }, now, every) {
  const took = at === null ? 0 : now - at - every;
  const recent = stalls.filter((stall) => now - stall.at < REMEMBERED);
  return { at: now, stalls: took > every / 2 ? recent.concat([{ at: now, took }]) : recent };
}

/** @param {Pace} pace */
export function worstStall(pace) {
  return Math.min(LONGEST_STALL, pace.stalls.reduce((worst, stall) => Math.max(worst, stall.took), 0));
}

/** @returns {Clock} */
export function newClock() {
  return { heard: null, trips: [] };
}

/**
 * A message that says the server's time. It has travelled, so the greatest offset is the nearest.
 * @param {Clock} clock
 * @param {number} serverNow
 * @param {number} localNow
 * @returns {Clock}
 */
export function heard(clock, serverNow, localNow) {
  const offset = serverNow - localNow;
  return { ...clock, heard: clock.heard === null ? offset : Math.max(clock.heard, offset) };
}

/**
 * @param {Clock} clock
 * @param {number} sentAt
 * @param {number} serverNow
 * @param {number} receivedAt
 * @returns {Clock}
 */
export function travelled(clock, sentAt, serverNow, receivedAt) {
  const took = receivedAt - sentAt;
  if (took < 0) return { ...clock, trips: [] };
  const trip = { offset: serverNow - (sentAt + receivedAt) / 2, took };
  return { ...clock, trips: clock.trips.concat([trip]).slice(-RECENT) };
}

/** @param {Clock} clock */
export function offset(clock) {
  if (clock.trips.length) return clock.trips.reduce((best, trip) => (trip.took < best.took ? trip : best)).offset;
  return clock.heard === null ? 0 : clock.heard;
}

/**
 * @param {Clock} clock
 * @param {number} localNow
 */
export function serverTime(clock, localNow) {
  return localNow + offset(clock);
}

/** @param {Clock} clock */
export function worstRoundTrip(clock) {
  return clock.trips.reduce((worst, trip) => Math.max(worst, trip.took), 0);
}
