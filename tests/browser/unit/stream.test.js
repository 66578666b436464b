// The conversation without a websocket, against a server that is a list of replies.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { events, letter, open, reading } from '../../../web/js/stream.js';

const ANSWER = { type: 'answer', question: 'q0', options: ['a'], key: 'key-1', response_time: 900 };
const WHERE = { room: '/api/contests/c', seat: '?seat=play', protocol: 'khacsau.v1', lastId: '' };

/** A page with its stream: `say` is the server's side of it. */
function page(more = {}) {
  const requests = [];
  const heard = [];
  const ends = [];
  const ids = [];
  const later = [];
  let beats = 0;
  let say;
  let hangUp;
  const body = new ReadableStream({
    start(controller) {
      say = (text) => controller.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text);
      hangUp = () => controller.close();
    },
  });
  /** Replies to requests, in order. */
  const replies = [];
  const socket = {
    readyState: 0,
    onopen: null,
    onmessage: (event) => heard.push(JSON.parse(event.data)),
    onclose: (event) => ends.push(event.reason),
    onbeat: () => (beats += 1),
    onid: (id) => ids.push(id),
  };
  const web = {
    fetch(address, options) {
      requests.push({ address, ...options, body: options.body && JSON.parse(options.body) });
      if (options.method !== 'POST') return Promise.resolve({ ok: true, body, ...more.stream });
      const reply = replies.shift();
      if (!reply) return Promise.reject(new TypeError('Failed to fetch'));
      return Promise.resolve({ status: reply[0], text: () => Promise.resolve(reply[1] ? JSON.stringify(reply[1]) : '') });
    },
    after: (delay, run) => later.push({ delay, run }),
  };
  open(socket, { ...WHERE, ...more.where }, web);
  return {
    socket,
    requests,
    replies,
    heard,
    ends,
    ids,
    later,
    say: (text) => say(text),
    hangUp: () => hangUp(),
    beats: () => beats,
    send: (message) => socket.send(JSON.stringify(message)),
    posts: () => requests.filter((request) => request.method === 'POST'),
    /** Everything that is under way has arrived. */
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

test('it asks for its seat by a header that only our own pages may send', async () => {
  const an = page();
  await an.settled();
  const [{ address, headers, credentials, cache }] = an.requests;
  assert.equal(address, '/api/contests/c/stream?seat=play');
  assert.equal(headers['khacsau-protocol'], 'khacsau.v1');
  assert.equal('last-event-id' in headers, false);
  assert.deepEqual([credentials, cache], ['same-origin', 'no-store']);
  assert.equal(an.socket.readyState, 1);
});

test('after a stream that was lost it says what it heard last', async () => {
  const an = page({ where: { lastId: '41' } });
  await an.settled();
  assert.equal(an.requests[0].headers['last-event-id'], '41');
});

test('frames arrive whole, however they are cut on the way', async () => {
  const an = page();
  const bytes = new TextEncoder().encode('id: 1\ndata: {"type":"notice","text":"Mời đồng chí"}\n\n:\n\nid: 2\ndata: {"type":"resumed"}\n\n');
  for (const byte of bytes) an.say(new Uint8Array([byte]));
  await an.settled();
  assert.deepEqual(an.heard, [{ type: 'notice', text: 'Mời đồng chí' }, { type: 'resumed' }]);
  assert.deepEqual(an.ids, ['1', '2']);
});

test('a heartbeat is heard and says nothing', async () => {
  const an = page();
  an.say(':\n\n');
  await an.settled();
  assert.deepEqual([an.heard, an.beats()], [[], 1]);
});

test('the last event says why', async () => {
  const an = page();
  an.say('id: 1\ndata: {"type":"resumed"}\n\nevent: close\ndata: {"reason":"replaced","code":4001}\n\n');
  await an.settled();
  an.hangUp();
  await an.settled();
  assert.deepEqual([an.heard.length, an.ends, an.socket.readyState], [1, ['replaced'], 3]);
});

for (const [how, happens, more] of [
  ['breaks', (an) => an.hangUp()],
  ['is refused', () => undefined, { stream: { ok: false, body: null } }],
]) {
  test('a stream that ' + how + ' ends without a reason', async () => {
    const an = page(more);
    await an.settled();
    happens(an);
    await an.settled();
    assert.deepEqual(an.ends, ['']);
  });
}

test('what is closed here has no more to say', async () => {
  const an = page();
  await an.settled();
  an.socket.close();
  an.send(ANSWER);
  await an.settled();
  assert.deepEqual([an.ends, an.posts(), an.requests[0].signal.aborted], [[], [], true]);
});

test('an answer is a request of its own, and its receipt is a frame', async () => {
  const an = page();
  const receipt = { type: 'recorded', question: 'q0', options: ['a'], seq: 1, hash: 'h', response_time: 900 };
  an.replies.push([200, receipt]);
  await an.settled();
  an.send(ANSWER);
  await an.settled();
  const [{ address, body, headers }] = an.posts();
  assert.equal(address, '/api/contests/c/answers');
  assert.deepEqual(body, { question: 'q0', options: ['a'], key: 'key-1', response_time: 900 });
  assert.equal(headers['content-type'], 'application/json');
  assert.deepEqual(an.heard, [receipt]);
});

test('a refused answer is refused by name', async () => {
  const an = page();
  an.replies.push([409, { code: 'late' }]);
  await an.settled();
  an.send(ANSWER);
  await an.settled();
  assert.deepEqual(an.heard, [{ type: 'rejected', question: 'q0', reason: 'late' }]);
  assert.deepEqual(an.ends, []);
});

for (const [status, code] of [
  [429, 'flood'],
  [503, 'storage'],
]) {
  test('an answer that could not be taken now (' + status + ') goes again with the same key', async () => {
    const an = page();
    an.replies.push([status, { code }], [200, { type: 'recorded', question: 'q0' }]);
    await an.settled();
    an.send(ANSWER);
    await an.settled();
    assert.deepEqual([an.heard, an.later[0].delay], [[], 1000]);
    an.later[0].run();
    await an.settled();
    assert.deepEqual(an.posts().map((post) => post.body.key), ['key-1', 'key-1']);
    assert.equal(an.heard[0].type, 'recorded');
  });
}

test('a request that breaks breaks the line: what is kept is sent over the next', async () => {
  const an = page();
  await an.settled();
  an.send(ANSWER);
  await an.settled();
  assert.deepEqual(an.ends, ['']);
});

for (const [status, body] of [
  [502, null],
  [200, null],
  [401, { code: 'session_ended' }],
]) {
  test('a reply ' + status + ' that is none of the room\'s is taken for no receipt', async () => {
    const an = page();
    an.replies.push([status, body]);
    await an.settled();
    an.send(ANSWER);
    await an.settled();
    assert.deepEqual([an.heard, an.ends], [[], ['']]);
  });
}

test('every message has its address, and a host\'s commands share one', () => {
  const to = (message) => letter(message).address;
  assert.deepEqual(
    [{ type: 'clock', t: 1 }, { type: 'start' }, { type: 'prediction', value: 3 }, { type: 'left' }, { type: 'returned' }].map(to),
    ['clock', 'start', 'prediction', 'left', 'returned'],
  );
  assert.deepEqual(letter({ type: 'clock', t: 1 }).body, { t: 1 });
  assert.deepEqual(letter({ type: 'extend', seconds: 10 }), { address: 'commands', body: { type: 'extend', seconds: 10 } });
});

test('a refused command is named, and advice that is refused is no trouble', () => {
  assert.deepEqual(reading({ type: 'reveal' }, 409, { code: 'wrong_phase' }), { type: 'rejected', command: 'reveal', reason: 'wrong_phase' });
  assert.equal(reading({ type: 'open' }, 204, null), null);
  assert.equal(reading({ type: 'left' }, 403, { code: 'not_a_participant' }), null);
});

test('half an event waits for its other half', () => {
  assert.deepEqual(events('id: 3\ndata: {"a"'), { events: [], rest: 'id: 3\ndata: {"a"' });
  assert.deepEqual(events('data: {}\n\nid'), { events: [{ id: '', name: '', data: '{}' }], rest: 'id' });
});
