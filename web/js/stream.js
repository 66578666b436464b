// The conversation without a websocket: frames come as server-sent events, and every message goes by a request of its
// own. To the connection it looks like a socket. Loaded only where no socket can be had.

/** @typedef {import('./connection.js').Socket} Socket */
/** @typedef {import('./protocol.js').ClientMessage} ClientMessage */

/** The protocol's name travels as a header that no page elsewhere may send with our cookie. */
const PROTOCOL_HEADER = 'khacsau-protocol';

const OPEN = 1;
const CLOSED = 3;
/** What was not kept, for once, goes again after this long. */
const AGAIN_AFTER = 1000;

/** @type {Readonly<Record<string, string>>} */
const ADDRESS = { answer: 'answers', start: 'start', prediction: 'prediction', left: 'left', returned: 'returned', clock: 'clock' };

/** Members' steps whose "no" the page tells. */
const SAID = ['start', 'prediction'];

/**
 * Where a message goes, and what is sent there. A host's commands share one address.
 * @param {ClientMessage} message
 */
export function letter(message) {
  const address = ADDRESS[message.type];
  if (!address) return { address: 'commands', body: message };
  const { type, ...body } = message;
  return { address, body };
}

/**
 * The frame that a reply stands for; null where it says nothing, undefined where nothing can be told from it: then
 * the line is as good as broken, and what was sent is sent again over a new one.
 * @param {ClientMessage} message
 * @param {number} status
 * @param {any} body
 * @returns {object | null | undefined}
 */
export function reading(message, status, body) {
  if (status === 204) return null;
  if (status === 200) return body && body.type ? body : undefined;
  const reason = body && body.code;
  // Signed out, refused by something on the way, or broken: the stream itself will say which.
  if (typeof reason !== 'string' || status === 401) return undefined;
  if (message.type === 'answer') return { type: 'rejected', question: message.question, reason };
  if (ADDRESS[message.type] && !SAID.includes(message.type)) return null;
  return { type: 'rejected', command: message.type, reason };
}

/**
 * One message too many, or a record that cannot be written now: an answer waits, and keeps its key.
 * @param {ClientMessage} message
 * @param {number} status
 */
function mayGoAgain(message, status) {
  return message.type === 'answer' ? status === 429 || status === 503 : status === 429 && SAID.includes(message.type);
}

/**
 * Cuts what has arrived into events.
 * @param {string} text
 * @returns {{ events: { id: string, name: string, data: string }[], rest: string }}
 */
export function events(text) {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() || '';
  const read = blocks.map((block) => {
    const event = { id: '', name: '', data: '' };
    for (const line of block.split('\n')) {
      if (line.startsWith('data: ')) event.data += line.slice(6);
      else if (line.startsWith('event: ')) event.name = line.slice(7);
      else if (line.startsWith('id: ')) event.id = line.slice(4);
    }
    return event;
  });
  return { events: read.filter((event) => event.data !== ''), rest };
}

/**
 * @typedef {object} Web what of the browser this needs
 * @property {(address: string, options: any) => Promise<any>} fetch
 * @property {(delay: number, run: () => void) => unknown} after
 */

/**
 * @param {Socket} socket what the connection holds meanwhile
 * @param {{ room: string, seat: string, protocol: string, lastId: string }} where
 * @param {Web} web
 */
export function open(socket, { room, seat, protocol, lastId }, web) {
  const abort = new AbortController();
  const common = { credentials: 'same-origin', cache: 'no-store' };

  /** @param {string} reason */
  function end(reason) {
    if (socket.readyState === CLOSED) return;
    socket.readyState = CLOSED;
    abort.abort();
    if (socket.onclose) socket.onclose({ reason });
  }

  async function listen() {
    /** @type {Record<string, string>} */
    const headers = { accept: 'text/event-stream', [PROTOCOL_HEADER]: protocol };
    if (lastId) headers['last-event-id'] = lastId;
    const response = await web.fetch(room + '/stream' + seat, { ...common, headers, signal: abort.signal });
    if (!response.ok || !response.body) throw new Error('refused');
    socket.readyState = OPEN;
    if (socket.onopen) socket.onopen({});
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let unread = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const cut = events(unread + decoder.decode(value, { stream: true }));
      unread = cut.rest;
      if (socket.onbeat) socket.onbeat();
      for (const event of cut.events) {
        if (event.name === 'close') return end(reasonOf(event.data));
        if (event.id && socket.onid) socket.onid(event.id);
        if (socket.onmessage) socket.onmessage({ data: event.data });
      }
    }
  }

  /** @param {ClientMessage} message */
  async function post(message) {
    const { address, body } = letter(message);
    const response = await web.fetch(room + '/' + address, {
      ...common,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // What is said as the page goes away still leaves.
      keepalive: message.type === 'left',
      signal: abort.signal,
    });
    if (mayGoAgain(message, response.status)) {
      web.after(AGAIN_AFTER, () => send(message));
      return;
    }
    const text = response.status === 204 ? '' : await response.text();
    const frame = reading(message, response.status, parse(text));
    if (frame === undefined) throw new Error('unreadable');
    if (frame && socket.readyState === OPEN && socket.onmessage) socket.onmessage({ data: JSON.stringify(frame) });
  }

  /** @param {ClientMessage} message */
  function send(message) {
    if (socket.readyState !== CLOSED) post(message).catch(() => end(''));
  }

  socket.send = (text) => send(JSON.parse(text));
  socket.close = () => {
    socket.readyState = CLOSED;
    abort.abort();
  };
  if (socket.readyState === CLOSED) return;
  listen().then(
    () => end(''),
    () => end(''),
  );
}

/** @param {string} data */
function reasonOf(data) {
  const value = parse(data);
  return value && typeof value.reason === 'string' ? value.reason : '';
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (problem) {
    return null;
  }
}
