// The rest of the hall: members without a browser, so that counts, bars and boards are those of a real evening.

import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/**
 * @param {import('./program.js').Program} program
 * @param {string} contest
 * @param {import('./program.js').Person[]} people
 */
export async function crowd(program, contest, people) {
  const members = await Promise.all(people.map((person) => join(program.links.url, contest, person)));
  return {
    /**
     * Everybody answers the question that is open, once it has reached them.
     * @param {(member: number, options: string[]) => string[]} choice from the options in the question's own order
     * @param {number} [apart] milliseconds from one to the next, for those who want to see a board without ties
     */
    async answer(choice, apart = 0) {
      await Promise.all(
        members.map(async (member, k) => {
          if (apart) await new Promise((resolve) => setTimeout(resolve, k * apart));
          await member.answer((options) => choice(k, options));
        }),
      );
    },
    leave: () => members.forEach((member) => member.leave()),
  };
}

/**
 * @param {string} url
 * @param {string} contest
 * @param {import('./program.js').Person} person
 */
async function join(url, contest, person) {
  const socket = await dial(url + '/ws/contests/' + contest + '?seat=play', person.token);
  /** @type {any} */
  let question = null;
  /** @type {Set<string>} */
  const recorded = new Set();
  let changed = () => {};
  let gone = false;

  listen(socket, (kind, payload) => {
    if (kind === PING) socket.write(frame(PONG, payload));
    if (kind === CLOSE) socket.end();
    if (kind !== TEXT) return;
    const message = JSON.parse(payload.toString());
    const told = message.type === 'welcome' ? message.state : message;
    if (told.type === 'question') question = told;
    if (told.type === 'closed') question = null;
    if (message.type === 'recorded') recorded.add(message.question);
    changed();
  });
  socket.on('close', () => {
    gone = true;
    changed();
  });

  /** @param {() => unknown} done */
  async function until(done) {
    while (!done()) {
      if (gone) throw new Error(person.name + ' lost the line');
      await new Promise((resolve) => (changed = () => resolve(undefined)));
    }
  }

  return {
    /** @param {(options: string[]) => string[]} choice */
    async answer(choice) {
      await until(() => question && !recorded.has(question.id));
      const { id, options } = question;
      const chosen = choice(options.map((/** @type {any} */ option) => option.id));
      if (!chosen.length) return;
      const answer = { type: 'answer', question: id, options: chosen, key: randomUUID() };
      socket.write(frame(TEXT, Buffer.from(JSON.stringify(answer))));
      await until(() => recorded.has(id));
    },
    leave: () => socket.destroy(),
  };
}

/**
 * @param {string} url
 * @param {string} token
 * @returns {Promise<import('node:net').Socket>}
 */
function dial(url, token) {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      headers: {
        authorization: 'Bearer ' + token,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        'sec-websocket-protocol': 'khacsau.v1',
      },
    });
    asked.on('upgrade', (_, socket, head) => {
      if (head.length) socket.unshift(head);
      resolve(/** @type {import('node:net').Socket} */ (socket));
    });
    asked.on('response', (response) => reject(new Error('the door said ' + response.statusCode)));
    asked.on('error', reject);
    asked.end();
  });
}

/**
 * Whole, unfragmented frames, which is what this server writes.
 * @param {import('node:net').Socket} socket
 * @param {(kind: number, payload: Buffer) => void} hear
 */
function listen(socket, hear) {
  let held = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    held = Buffer.concat([held, data]);
    for (;;) {
      if (held.length < 2) return;
      let length = held[1] & 0x7f;
      let from = 2;
      if (length === 126) {
        if (held.length < 4) return;
        length = held.readUInt16BE(2);
        from = 4;
      } else if (length === 127) {
        if (held.length < 10) return;
        length = Number(held.readBigUInt64BE(2));
        from = 10;
      }
      if (held.length < from + length) return;
      const kind = held[0] & 0x0f;
      const payload = held.subarray(from, from + length);
      held = held.subarray(from + length);
      hear(kind, payload);
    }
  });
}

/** @param {number} kind @param {Buffer} payload */
function frame(kind, payload) {
  const mask = randomBytes(4);
  const { length } = payload;
  const head = length < 126 ? Buffer.of(0x80 | kind, 0x80 | length) : Buffer.of(0x80 | kind, 0xfe, length >> 8, length & 0xff);
  return Buffer.concat([head, mask, payload.map((byte, k) => byte ^ mask[k % 4])]);
}
