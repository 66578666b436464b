// One line to the room: opens it, notices when it is gone, comes back, and lets no answer get lost on the way.

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

/**
 * The world as the connection needs it, so that a test can be the world.
 * @typedef {object} World
 * @property {() => number} now local wall-clock milliseconds
 * @property {() => number} random
 * @property {(url: string, protocol: string) => Socket} socket
 * @property {(delay: number, run: () => void) => unknown} after
 * @property {(timer: any) => void} cancel
 * @property {Shelf} shelf
 */

/**
 * @typedef {object} Socket
 * @property {number} readyState
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
 * @property {(line: Line, attempts: number) => void} line
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

  // The line

  function dial() {
    dialledAt = world.now();
    welcomed = false;
    probe = null;
    const mine = world.socket(url, PROTOCOL);
    socket = mine;
    mine.onmessage = (event) => {
      if (socket === mine) arrived(event.data);
    };
    mine.onclose = (event) => {
      if (socket === mine) gone(event.reason);
    };
    wait(BEAT, beat);
  }

  /** @param {string} reason */
  function gone(reason) {
    socket = null;
    if (FINAL.includes(reason)) {
      stop();
      say(/** @type {Line} */ (reason));
      return;
    }
    const delay = reconnectDelay(attempts, world.random);
    attempts += 1;
    say('lost');
    wait(delay, dial);
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
      if (now - dialledAt >= WELCOME_WITHIN) return drop();
    } else if (probe !== null) {
      const overdue = now - probe;
      if (overdue >= LOST_AFTER) return drop();
      if (overdue >= WEAK_AFTER) say('weak');
    } else if (now - probedAt >= PROBE_EVERY) {
      ask();
    }
    wait(BEAT, beat);
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
        say('good');
      }
      return;
    }
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
    attempts = 0;
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
    listener.line(line, attempts);
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
      if (socket === null && line === 'lost') dial();
      else if (welcomed && probe === null) ask();
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
  return {
    now: () => Date.now(),
    random: Math.random,
    socket: (url, protocol) => new WebSocket(url, protocol),
    after: (delay, run) => setTimeout(run, delay),
    cancel: (timer) => clearTimeout(timer),
    shelf: {
      getItem: (name) => localStorage.getItem(name),
      setItem: (name, text) => localStorage.setItem(name, text),
      removeItem: (name) => localStorage.removeItem(name),
    },
  };
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
