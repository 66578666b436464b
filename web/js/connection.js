// One line to the room: opens it, notices when it is gone, comes back, and lets no answer get lost on the way. Where no
// websocket can be had it goes on over an event stream, within five seconds.

import { reconnectDelay } from './game.js';

/** @typedef {import('./protocol.js').ServerMessage} ServerMessage */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */
/** @typedef {Extract<ClientMessage, { type: 'answer' }>} Answer */
/** @typedef {Extract<ServerMessage, { type: 'welcome' }>} Welcome */

/**
 * `weak`: still open, but a sign of life is overdue. `replaced`, `kicked` and `finished` do not come back by
 * themselves.
 * @typedef {'connecting' | 'good' | 'weak' | 'lost' | 'replaced' | 'kicked' | 'finished'} Line
 */

/** @typedef {'socket' | 'stream'} Way how the line is had */

/**
 * The world as the connection needs it, so that a test can be the world.
 * @typedef {object} World
 * @property {() => number} now local wall-clock milliseconds
 * @property {() => number} random
 * @property {(url: string, protocol: string) => Socket} socket may throw, where there are no sockets at all
 * @property {(where: Where) => Socket} stream the same conversation without one
 * @property {(delay: number, run: () => void) => unknown} after
 * @property {(timer: any) => void} cancel
 * @property {Shelf} shelf
 */

/**
 * @typedef {object} Where
 * @property {string} room the address of the contest's requests
 * @property {string} seat the query
 * @property {string} protocol
 * @property {string} lastId of the newest event that was heard
 */

/**
 * @typedef {object} Socket
 * @property {number} readyState
 * @property {(() => void)=} onbeat something was heard, if only that the line is there
 * @property {((id: string) => void)=} onid
 * @property {((event: any) => void) | null} onopen
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onclose
 * @property {(text: string) => void} send
 * @property {() => void} close
 */

/**
 * @typedef {object} Shelf
 * @property {(name: string) => string | null} getItem
 * @property {(name: string, text: string) => void} setItem
 * @property {(name: string) => void} removeItem
 */

/**
 * @typedef {object} Listener
 * @property {(message: ServerMessage) => void} hear
 * @property {(line: Line, attempts: number, way: Way) => void} line
 * @property {(sentAt: number, serverNow: number, receivedAt: number) => void} trip
 * @property {() => void} fresh a new line: what was known of its delays no longer holds
 */

export const PROTOCOL = 'khacsau.v1';

/** How often the page asks for a sign of life. */
const PROBE_EVERY = 3000;
/** An answer to that overdue by this much is a weak line. */
const WEAK_AFTER = 1500;
/** And by this much, no line: a new one is sooner there than a lost packet. */
const LOST_AFTER = 5000;
/** From dialling to the first word. */
const WELCOME_WITHIN = 8000;

/** So long a page that has just been opened waits for a socket, in all: with a stream it is there within 5 s. */
const SOCKET_WITHIN = 3000;
/** So many sockets in a row may fail before a stream is tried; where one has worked, a worse time is more likely. */
const MISSES = 2;
const MISSES_OF_THE_TRUSTED = 4;
/** A line that breaks sooner than this has not worked. */
const STEADY = 5000;
/** On a stream the server says every 2 s that it is there; each question of ours is a request. */
const STREAM_WEAK_AFTER = 5000;
const STREAM_LOST_AFTER = 9000;
const STREAM_PROBE_EVERY = 5000;
/** A socket credits more of the line's delay: after this long on a stream it is tried again, then after twice as long. */
const SOCKET_AGAIN = 60000;
const TRIAL_WITHIN = 2000;
/** Only while nothing is timed. */
const CALM = ['scheduled', 'lobby', 'revealed', 'standings', 'waiting'];
const TIMED = ['get_ready', 'question', 'closed', 'paused', 'finished'];

const BEAT = 500;

const OPEN = 1;

/** @type {readonly string[]} */
const FINAL = ['replaced', 'kicked', 'finished'];

/**
 * @param {string} url
 * @param {string} contest
 * @param {Listener} listener
 * @param {World} world
 */
export function connect(url, contest, listener, world) {
  const shelfName = 'khacsau.answer.' + contest;
  const startedAt = world.now();

  /** @type {Socket | null} */
  let socket = null;
  /** @type {Line} */
  let line = 'connecting';
  /** @type {unknown} */
  let timer = null;
  let attempts = 0;
  let dialledAt = 0;
  let welcomed = false;
  let you = '';
  /** @type {number | null} */
  let probe = null;
  let probedAt = 0;

  /** @type {Way} */
  let way = 'socket';
  /** A socket has worked in this page. */
  let trusted = false;
  /** A stream has been tried in this page. */
  let streamed = false;
  /** A socket is tried again, from a stream that works. */
  let trial = false;
  let misses = 0;
  let heardAt = 0;
  let welcomedAt = 0;
  let lastId = '';
  let calm = false;
  let socketAgainAt = 0;
  let socketAgainAfter = SOCKET_AGAIN;

  // The line

  function dial() {
    dialledAt = world.now();
    heardAt = dialledAt;
    welcomed = false;
    probe = null;
    const made = way === 'socket' ? attempt(() => world.socket(url, PROTOCOL)) : null;
    if (!made) way = 'stream';
    const mine = made || stream();
    socket = mine;
    mine.onmessage = (event) => {
      if (socket === mine) arrived(event.data);
    };
    mine.onclose = (event) => {
      if (socket === mine) gone(event.reason);
    };
    mine.onbeat = () => {
      if (socket === mine) heardAt = world.now();
    };
    mine.onid = (id) => {
      if (socket === mine) lastId = id;
    };
    wait(BEAT, beat);
  }

  function stream() {
    streamed = true;
    const mark = url.indexOf('?');
    const seat = mark < 0 ? '' : url.slice(mark);
    return world.stream({ room: '/api/contests/' + encodeURIComponent(contest), seat, protocol: PROTOCOL, lastId });
  }

  /** @param {string} reason */
  function gone(reason) {
    socket = null;
    if (FINAL.includes(reason)) {
      stop();
      say(/** @type {Line} */ (reason));
      return;
    }
    const atOnce = switches();
    const delay = atOnce ? 0 : reconnectDelay(attempts, world.random);
    attempts += 1;
    // Whoever only tries another way has lost nothing yet.
    if (!atOnce) say('lost');
    wait(delay, dial);
  }

  /** After a line that broke: whether the next one goes another way, and at once. */
  function switches() {
    const now = world.now();
    if (trial) {
      trial = false;
      way = 'stream';
      return true;
    }
    if (welcomed && now - welcomedAt >= STEADY) misses = 0;
    else misses += 1;
    const enough = way === 'stream' ? 1 : trusted ? MISSES_OF_THE_TRUSTED : MISSES;
    const overdue = isFirst() && now - startedAt >= SOCKET_WITHIN;
    if (misses < enough && !overdue) return false;
    const first = isFirst();
    way = way === 'stream' ? 'socket' : 'stream';
    misses = 0;
    return first;
  }

  /** Nothing has worked in this page yet, and a stream was not tried. */
  function isFirst() {
    return way === 'socket' && !trusted && !streamed;
  }

  /** How long the first word may take. */
  function patience() {
    if (trial) return TRIAL_WITHIN;
    if (way === 'stream' || trusted) return WELCOME_WITHIN;
    const left = startedAt + SOCKET_WITHIN - dialledAt;
    return left > 0 ? left : SOCKET_WITHIN;
  }

  function trySocket() {
    trial = true;
    way = 'socket';
    socketAgainAfter *= 2;
    const old = socket;
    socket = null;
    if (old) old.close();
    dial();
  }

  /** A line that is only believed dead may take minutes to say so: it is left behind, not waited for. */
  function drop() {
    const old = socket;
    gone('');
    if (old) old.close();
  }

  function beat() {
    const now = world.now();
    if (!welcomed) {
      if (now - dialledAt >= patience()) return drop();
      if (now - dialledAt >= WEAK_AFTER && line === 'good') say('weak');
    } else {
      const overdue = probe === null ? 0 : now - probe;
      if (overdue >= LOST_AFTER || silence() >= STREAM_LOST_AFTER) return drop();
      if (overdue >= WEAK_AFTER || silence() >= STREAM_WEAK_AFTER) say('weak');
      else if (probe === null && now - probedAt >= (way === 'stream' ? STREAM_PROBE_EVERY : PROBE_EVERY)) ask();
      if (way === 'stream' && calm && now >= socketAgainAt) return trySocket();
    }
    wait(BEAT, beat);
  }

  /** For how long a stream has said nothing. What it carries the other way tells nothing of it. */
  function silence() {
    return way === 'stream' ? world.now() - heardAt : 0;
  }

  function ask() {
    probe = world.now();
    probedAt = probe;
    send({ type: 'clock', t: probe });
  }

  // What arrives

  /** @param {unknown} data */
  function arrived(data) {
    const message = parse(data);
    if (!message) return;
    if (message.type === 'clock') {
      if (probe !== null && message.t === probe) {
        listener.trip(probe, message.now, world.now());
        probe = null;
        say(silence() >= STREAM_WEAK_AFTER ? 'weak' : 'good');
      }
      return;
    }
    const moment = message.type === 'welcome' ? message.state.type : message.type;
    if (CALM.includes(moment)) calm = true;
    if (TIMED.includes(moment)) calm = false;
    if (message.type === 'welcome') met(message);
    if (message.type === 'recorded') forget(message.question);
    if (message.type === 'rejected' && message.question) forget(message.question);
    if (message.type === 'finished') forget(null);
    listener.hear(message);
    if (message.type === 'welcome') sendAgain(message);
  }

  /** @param {Welcome} message */
  function met(message) {
    you = message.you.name + '\n' + message.you.unit;
    if (message.recorded) forget(message.recorded.question);
    if (message.state.type === 'finished') forget(null);
    if (welcomed) return;
    welcomed = true;
    welcomedAt = world.now();
    attempts = 0;
    if (way === 'stream') {
      socketAgainAt = welcomedAt + socketAgainAfter;
    } else {
      trusted = true;
      trial = false;
    }
    listener.fresh();
    say('good');
    ask();
  }

  // The answer under way

  /** @param {Answer} message */
  function answer(message) {
    write({ you, answer: message });
    send(message);
  }

  /** @param {Welcome} message */
  function sendAgain(message) {
    const waiting = kept();
    if (!waiting) return;
    const { state } = message;
    // Of another question nothing can be saved any more, and the room would only call it late.
    if (state.type === 'question' && state.id !== waiting.question) return forget(waiting.question);
    send(waiting);
  }

  /** @returns {Answer | null} */
  function kept() {
    const row = read();
    return row && row.you === you ? row.answer : null;
  }

  /** @param {Answer['question'] | null} question null: whichever it is */
  function forget(question) {
    const row = read();
    if (row && (question === null || row.answer.question === question)) {
      attempt(() => world.shelf.removeItem(shelfName));
      memory = null;
    }
  }

  // Private windows refuse storage, and some in-app browsers throw at it: then the page's own memory must do.
  /** @type {{ you: string, answer: Answer } | null} */
  let memory = null;

  /** @param {{ you: string, answer: Answer }} row */
  function write(row) {
    memory = row;
    attempt(() => world.shelf.setItem(shelfName, JSON.stringify(row)));
  }

  /** @returns {{ you: string, answer: Answer } | null} */
  function read() {
    if (memory) return memory;
    const text = attempt(() => world.shelf.getItem(shelfName));
    const row = text ? attempt(() => JSON.parse(text)) : null;
    memory = row && row.answer ? row : null;
    return memory;
  }

  // Small parts

  /** @param {ClientMessage} message */
  function send(message) {
    if (socket && socket.readyState === OPEN) {
      socket.send(JSON.stringify(message));
      return true;
    }
    return false;
  }

  /** @param {Line} next */
  function say(next) {
    line = next;
    listener.line(line, attempts, way);
  }

  /**
   * @param {number} delay
   * @param {() => void} run
   */
  function wait(delay, run) {
    stop();
    timer = world.after(delay, run);
  }

  function stop() {
    if (timer !== null) world.cancel(timer);
    timer = null;
  }

  dial();

  return {
    send,
    answer,
    kept,

    /** The network or the page is back: no reason to wait any longer. */
    hurry() {
      if (socket === null && line === 'lost') {
        // What was missed may all have been the network's.
        if (trusted) way = 'socket';
        misses = 0;
        dial();
      } else if (welcomed && probe === null) ask();
    },

    /** A new line, for a fresh welcome. */
    again() {
      const old = socket;
      socket = null;
      dial();
      if (old) old.close();
    },

    /** The member wants to go on here after another device took over. */
    takeOver() {
      if (socket !== null) return;
      attempts = 0;
      misses = 0;
      say('connecting');
      dial();
    },
  };
}

/**
 * @param {unknown} data
 * @returns {ServerMessage | null}
 */
function parse(data) {
  const value = attempt(() => JSON.parse(String(data)));
  return value && typeof value.type === 'string' ? value : null;
}

/**
 * @template T
 * @param {() => T} run
 * @returns {T | null}
 */
function attempt(run) {
  try {
    return run();
  } catch (problem) {
    return null;
  }
}

// The browser

/** @returns {World} */
export function browser() {
  /** @param {number} delay @param {() => void} run */
  const after = (delay, run) => setTimeout(run, delay);
  return {
    now: () => Date.now(),
    random: Math.random,
    socket: (url, protocol) => new WebSocket(url, protocol),
    stream: (where) => fetched(where, after),
    after,
    cancel: (timer) => clearTimeout(timer),
    shelf: {
      getItem: (name) => localStorage.getItem(name),
      setItem: (name, text) => localStorage.setItem(name, text),
      removeItem: (name) => localStorage.removeItem(name),
    },
  };
}

let fetches = 0;

/**
 * The module for streams is fetched only where one is needed: whoever has a socket never waits for it.
 * @param {Where} where
 * @param {World['after']} after
 * @returns {Socket}
 */
function fetched(where, after) {
  /** @type {Socket} */
  const socket = {
    readyState: 0,
    onopen: null,
    onmessage: null,
    onclose: null,
    send: () => undefined,
    close: () => {
      socket.readyState = 3;
    },
  };
  // Some browsers remember for ever that a module could not be fetched: under another name it is asked for again.
  const path = './stream.js' + (fetches ? '?' + fetches : '');
  /** @type {Promise<typeof import('./stream.js')>} */
  const module = import(path);
  module.then(
    ({ open }) => open(socket, where, { fetch: (address, options) => fetch(address, options), after }),
    () => {
      fetches += 1;
      if (socket.onclose) socket.onclose({ reason: '' });
    },
  );
  return socket;
}

/**
 * @param {string} contest
 * @param {string} seat
 */
export function address(contest, seat) {
  const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
  return scheme + location.host + '/ws/contests/' + encodeURIComponent(contest) + '?seat=' + seat;
}

/** An idempotency key. `crypto.randomUUID` is missing on the oldest phones and on plain http. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
