// The line to the room, in a world whose clock, chance, storage and sockets belong to the test.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect } from '../../../web/js/connection.js';

const ANSWER = { type: 'answer', question: 'q0', options: ['a'], key: 'key-1', response_time: 900 };
const question = { type: 'question', index: 0, of: 2, id: 'q0', text: '', options: [], multiple: false, now: 0, closes_at: 1, limit: 1 };
const receipt = { type: 'recorded', question: 'q0', options: ['a'], seq: 1, hash: 'h', response_time: 900 };

const welcome = (more = {}) => ({
  type: 'welcome',
  protocol: 'khacsau.v1',
  contest: { id: 'c', title: '', mode: 'live', questions: 2, rules_url: '' },
  you: { name: 'An', unit: 'Chi bộ 1', ranked: true, order: [], time_factor: 100 },
  now: 0,
  state: question,
  ...more,
});

/**
 * @param {Map<string, string>} stored what an earlier page left on this device
 * @param {boolean} blocked the browser, or something on the way, knows no websockets
 */
function phone(stored = new Map(), blocked = false) {
  let now = 0;
  let timers = [];
  const sockets = [];
  const lines = [];
  const heard = [];
  const trips = [];
  const world = {
    now: () => now,
    random: () => 0.5,
    socket(url, protocol) {
      if (blocked) throw new Error('no websockets');
      return line({ way: 'socket', url, protocol });
    },
    stream: (where) => line({ way: 'stream', where }),
    after(delay, run) {
      const timer = { at: now + delay, run };
      timers.push(timer);
      return timer;
    },
    cancel: (timer) => (timers = timers.filter((other) => other !== timer)),
    shelf: {
      getItem: (name) => stored.get(name) ?? null,
      setItem: (name, text) => void stored.set(name, text),
      removeItem: (name) => void stored.delete(name),
    },
  };
  function line(how) {
      const socket = {
        ...how,
        at: now,
        readyState: 0,
        sent: [],
        closed: false,
        onopen: null,
        onmessage: null,
        onclose: null,
        send: (text) => socket.sent.push(JSON.parse(text)),
        close: () => (socket.closed = true),
      };
      sockets.push(socket);
      return socket;
  }
  const listener = {
    hear: (message) => heard.push(message),
    line: (state) => lines.push(state),
    trip: (...trip) => trips.push(trip),
    fresh: () => undefined,
  };
  const connection = connect('ws://room?seat=play', 'c', listener, world);
  return {
    connection,
    heard,
    lines,
    sockets,
    stored,
    trips,
    get socket() {
      return sockets[sockets.length - 1];
    },
    get ways() {
      return sockets.map((socket) => socket.way);
    },
    get line() {
      return lines[lines.length - 1];
    },
    /** Time passes, and what was due in it happens in its order. */
    pass(milliseconds) {
      const until = now + milliseconds;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.run();
      }
      now = until;
    },
    meet(more) {
      this.socket.readyState = 1;
      this.tell(welcome(more));
    },
    /** On a stream the server says every two seconds that it is there, and requests are answered. */
    passOnAStream(milliseconds) {
      const stream = this.socket;
      for (let left = milliseconds; left > 0 && this.socket === stream; left -= 500) {
        this.pass(Math.min(left, 500));
        if (this.socket !== stream) break;
        if (left % 2000 === 0) stream.onbeat();
        const asked = this.said('clock').pop();
        if (asked) this.tell({ type: 'clock', t: asked.t, now: asked.t });
      }
    },
    tell(message) {
      this.socket.onmessage({ data: JSON.stringify(message) });
    },
    hangUp(reason = '') {
      this.socket.readyState = 3;
      this.socket.onclose({ reason });
    },
    /** Answers the newest sign of life that was asked for. */
    pong() {
      const asked = this.said('clock').pop();
      this.tell({ type: 'clock', t: asked.t, now: asked.t + 10_000 });
    },
    said(type) {
      return this.socket.sent.filter((message) => message.type === type);
    },
  };
}

test('it asks for the protocol by name, and the line is good from the welcome on', () => {
  const an = phone();
  assert.deepEqual([an.socket.url, an.socket.protocol], ['ws://room?seat=play', 'khacsau.v1']);
  assert.deepEqual(an.lines, []);
  an.meet();
  assert.equal(an.line, 'good');
  assert.equal(an.heard[0].type, 'welcome');
});

test('an answer whose acknowledgement got lost is sent again with the same key', () => {
  const an = phone();
  an.meet();
  an.connection.answer(ANSWER);
  an.hangUp();
  an.pass(1000);
  assert.equal(an.sockets.length, 2);
  an.meet();
  assert.deepEqual(an.said('answer'), [ANSWER]);
  an.tell(receipt);
  an.hangUp();
  an.pass(1000);
  an.meet();
  assert.deepEqual(an.said('answer'), [], 'once acknowledged it is not sent any more');
});

test('an answer given while the line is down leaves when it is back', () => {
  const an = phone();
  an.meet();
  an.hangUp();
  assert.equal(an.line, 'lost');
  an.connection.answer(ANSWER);
  assert.deepEqual(an.said('answer'), []);
  an.pass(1000);
  an.meet();
  assert.deepEqual(an.said('answer'), [ANSWER]);
});

test('the answer outlives the page', () => {
  const before = phone();
  before.meet();
  before.hangUp();
  before.connection.answer(ANSWER);
  const after = phone(before.stored);
  after.meet();
  assert.deepEqual(after.said('answer'), [ANSWER]);
  assert.deepEqual(after.connection.kept(), ANSWER);
});

test('on a shared device nobody sends another member\'s answer', () => {
  const an = phone();
  an.meet();
  an.connection.answer(ANSWER);
  const binh = phone(an.stored);
  binh.meet({ you: { name: 'Bình', unit: 'Chi bộ 1', ranked: true, order: [], time_factor: 100 } });
  assert.deepEqual(binh.said('answer'), []);
  assert.equal(binh.connection.kept(), null);
});

test('a welcome that already has the receipt ends the matter', () => {
  const an = phone();
  an.meet();
  an.connection.answer(ANSWER);
  an.hangUp();
  an.pass(1000);
  an.meet({ recorded: receipt });
  assert.deepEqual(an.said('answer'), []);
  assert.equal(an.stored.size, 0);
});

test('an answer to a question that is over is not sent into the next one', () => {
  const an = phone();
  an.meet();
  an.connection.answer(ANSWER);
  an.hangUp();
  an.pass(1000);
  an.meet({ state: { ...question, id: 'q1', index: 1 } });
  assert.deepEqual(an.said('answer'), []);
  assert.equal(an.stored.size, 0);
});

test('a refused answer is not tried again', () => {
  const an = phone();
  an.meet();
  an.connection.answer(ANSWER);
  an.tell({ type: 'rejected', question: 'q0', reason: 'late' });
  an.hangUp();
  an.pass(1000);
  an.meet();
  assert.deepEqual(an.said('answer'), []);
});

test('without storage the page\'s own memory keeps the answer', () => {
  const refusing = { get: () => { throw new Error('private'); }, set: () => { throw new Error('private'); }, delete: () => true };
  const an = phone(refusing);
  an.meet();
  an.connection.answer(ANSWER);
  an.hangUp();
  an.pass(1000);
  an.meet();
  assert.deepEqual(an.said('answer'), [ANSWER]);
});

test('a line that says nothing is weak, then left behind', () => {
  const an = phone();
  an.meet();
  an.pass(2000);
  assert.equal(an.line, 'weak');
  const old = an.socket;
  an.pass(3500);
  assert.equal(old.closed, true);
  assert.equal(an.sockets.length, 2, 'a new line is tried without waiting for the old one to fail');
  old.onmessage({ data: JSON.stringify({ type: 'notice', text: 'late' }) });
  assert.equal(an.heard.some((message) => message.type === 'notice'), false);
});

test('a sign of life keeps the line and measures it', () => {
  const an = phone();
  an.meet();
  an.pass(120);
  an.pong();
  assert.deepEqual(an.trips, [[0, 10_000, 120]]);
  an.pass(3500);
  an.pong();
  an.pass(2900);
  assert.equal(an.sockets.length, 1);
  assert.equal(an.said('clock').length >= 2, true);
});

test('an old sign of life is not taken for the newest', () => {
  const an = phone();
  an.meet();
  an.pass(10);
  an.tell({ type: 'clock', t: -77, now: 0 });
  assert.deepEqual(an.trips, []);
});

test('every failure waits longer, a welcome forgives them all', () => {
  const an = phone();
  an.meet();
  an.pass(1);
  const waits = [];
  for (let k = 0; k < 6; k += 1) {
    an.hangUp();
    const before = an.sockets.length;
    let waited = 0;
    while (an.sockets.length === before) {
      an.pass(50);
      waited += 50;
    }
    waits.push(waited);
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 4000]);
  an.meet();
  an.hangUp();
  an.pass(250);
  assert.equal(an.sockets.length, 8);
});

test('a socket that once worked is given more time, and then a stream is tried as well', () => {
  const an = phone();
  an.meet();
  for (let k = 0; k < 7; k += 1) {
    an.hangUp();
    an.pass(8000);
  }
  assert.deepEqual(an.ways, ['socket', 'socket', 'socket', 'socket', 'stream', 'socket', 'socket', 'socket']);
  an.hangUp();
  an.pass(8000);
  an.meet();
  an.pong();
  an.pass(4000);
  an.pong();
  an.pass(1000);
  an.hangUp();
  an.pass(250);
  assert.deepEqual(an.ways.slice(8), ['socket', 'socket'], 'what has worked last is tried first');
});

test('a server that accepts and stays silent is given up', () => {
  const an = phone();
  an.meet();
  an.hangUp();
  an.pass(250);
  an.socket.readyState = 1;
  an.pass(8000);
  assert.equal(an.sockets.length, 2);
  an.pass(1000);
  assert.equal(an.sockets.length, 3);
});

for (const [how, happens] of Object.entries({
  'is refused': (an) => an.hangUp(),
  'never opens': () => undefined,
  'opens and stays silent': (an) => (an.socket.readyState = 1),
  'opens and is cut before the first word': (an) => {
    an.socket.readyState = 1;
    an.pass(200);
    an.hangUp();
  },
})) {
  test('where a socket ' + how + ', the page is on a stream in time', () => {
    const an = phone();
    happens(an);
    for (let passed = 0; passed < 3500 && an.socket.way === 'socket'; passed += 50) {
      const before = an.sockets.length;
      an.pass(50);
      if (an.sockets.length > before && an.socket.way === 'socket') happens(an);
    }
    assert.equal(an.socket.way, 'stream');
    assert.ok(an.socket.at <= 3500, 'so that 1.5 s are left for the stream: ' + an.socket.at);
    const { room, seat, protocol, lastId } = an.socket.where;
    assert.deepEqual([room, seat, protocol, lastId], ['/api/contests/c', '?seat=play', 'khacsau.v1', '']);
    an.meet();
    assert.equal(an.line, 'good');
    assert.equal(an.heard[0].type, 'welcome');
  });
}

test('a browser without websockets is on a stream at once', () => {
  const an = phone(new Map(), true);
  assert.deepEqual([an.ways, an.socket.at], [['stream'], 0]);
});

test('where neither can be had both are tried in turn', () => {
  const an = phone();
  for (let k = 0; k < 8; k += 1) {
    an.hangUp();
    while (an.sockets.length === k + 1) an.pass(50);
  }
  assert.deepEqual(an.ways, ['socket', 'socket', 'stream', 'socket', 'socket', 'stream', 'socket', 'socket', 'stream']);
});

/** A page that has no sockets, welcomed on its stream. */
function onAStream(more) {
  const an = phone(new Map(), true);
  an.meet(more);
  return an;
}

test('what is said goes over the stream too, and an answer is sent again with the same key', () => {
  const an = onAStream();
  an.connection.answer(ANSWER);
  assert.deepEqual(an.said('answer'), [ANSWER]);
  an.socket.onid('7');
  an.hangUp();
  an.pass(1000);
  assert.deepEqual([an.ways, an.socket.where.lastId], [['stream', 'stream'], '7']);
  an.meet();
  assert.deepEqual(an.said('answer'), [ANSWER]);
  an.tell(receipt);
  an.hangUp();
  an.pass(1000);
  an.meet();
  assert.deepEqual(an.said('answer'), []);
});

test('a stream that works is kept, whatever the time, while a question is timed', () => {
  const an = onAStream();
  an.passOnAStream(600_000);
  assert.deepEqual(an.ways, ['stream']);
  assert.equal(an.line, 'good');
});

test('while nothing is timed a socket is tried now and then, and the stream comes back at once', () => {
  const an = phone();
  an.hangUp();
  an.pass(500);
  an.hangUp();
  an.pass(0);
  an.meet({ state: { type: 'lobby', present: 1, eligible: 2, starts_at: 0 } });
  const good = an.lines.length;
  an.passOnAStream(60_000);
  assert.deepEqual(an.ways, ['socket', 'socket', 'stream', 'socket']);
  const stream = an.sockets[2];
  assert.equal(stream.closed, true);
  an.pass(2500);
  assert.deepEqual(an.ways.slice(3), ['socket', 'stream']);
  assert.ok(!an.lines.slice(good).includes('lost'), 'nothing was lost meanwhile');
  an.meet({ state: { type: 'lobby', present: 1, eligible: 2, starts_at: 0 } });
  an.passOnAStream(119_000);
  assert.equal(an.sockets.length, 5, 'then after twice as long');
  an.passOnAStream(2000);
  assert.equal(an.socket.way, 'socket');
  an.meet();
  an.hangUp();
  an.pass(250);
  assert.equal(an.socket.way, 'socket', 'and where it works now it stays');
});

test('a stream that says nothing is weak, then left behind', () => {
  const an = onAStream();
  let answered = 0;
  const pass = (milliseconds) => {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      an.pass(500);
      // Requests go through, which says nothing of the stream.
      if (an.sockets.length === 1 && an.said('clock').length > answered) {
        an.pong();
        answered += 1;
      }
    }
  };
  pass(6000);
  assert.equal(an.line, 'weak');
  const old = an.socket;
  pass(4000);
  assert.equal(old.closed, true);
  assert.equal(an.sockets.length, 2);
});

for (const reason of ['replaced', 'kicked', 'finished']) {
  test(reason + ' over a stream does not come back by itself', () => {
    const an = onAStream();
    an.hangUp(reason);
    an.pass(600_000);
    assert.equal(an.line, reason);
    assert.equal(an.sockets.length, 1);
  });
}

for (const reason of ['replaced', 'kicked', 'finished']) {
  test(reason + ' does not come back by itself', () => {
    const an = phone();
    an.meet();
    an.hangUp(reason);
    an.pass(600_000);
    assert.equal(an.line, reason);
    assert.equal(an.sockets.length, 1);
  });
}

for (const reason of ['flood', 'silent', 'slow', 'restarting', 'oversized', '']) {
  test('closed with "' + reason + '" it comes back', () => {
    const an = phone();
    an.meet();
    an.hangUp(reason);
    an.pass(500);
    assert.equal(an.sockets.length, 2);
  });
}

test('a replaced page goes on when its member wants it to', () => {
  const an = phone();
  an.meet();
  an.hangUp('replaced');
  an.connection.takeOver();
  an.meet();
  assert.equal(an.line, 'good');
});

test('when the network is back nobody waits for the timer', () => {
  const an = phone();
  an.meet();
  an.hangUp();
  an.connection.hurry();
  assert.equal(an.sockets.length, 2);
  an.pass(5000);
  assert.equal(an.sockets.length, 2, 'and the waiting attempt does not dial a second time');
});

test('a replaced page is not hurried back', () => {
  const an = phone();
  an.meet();
  an.hangUp('replaced');
  an.connection.hurry();
  assert.equal(an.sockets.length, 1);
});

test('a fresh welcome can be asked for, and the old line has no more to say', () => {
  const an = phone();
  an.meet();
  const old = an.socket;
  an.connection.again();
  assert.equal(an.sockets.length, 2);
  assert.equal(old.closed, true);
  old.onclose({ reason: '' });
  an.meet();
  assert.equal(an.line, 'good');
  assert.equal(an.heard.length, 2);
});

test('a frame that is not of the protocol is passed over', () => {
  const an = phone();
  an.meet();
  an.socket.onmessage({ data: 'not json' });
  an.socket.onmessage({ data: '{"kind":"x"}' });
  assert.equal(an.heard.length, 1);
});
