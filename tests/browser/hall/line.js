// A line between one phone and the server that can be cut, or that lets no websocket through as some networks do: a
// SOCKS5 proxy, so that the page's own address, and with it its cookies and its Origin, stay what they are.

import { connect, createServer } from 'node:net';

/** @typedef {import('node:net').Socket} Socket */

/** How a websocket asks to be let in, in the first bytes of its connection. */
const UPGRADE = /^GET [^\r]*\r\n(?:[^\r]+\r\n)*?upgrade: websocket/i;

/**
 * @typedef {Awaited<ReturnType<typeof layLine>>} Line
 * @param {{ websockets?: boolean }} [kind]
 */
export function layLine({ websockets = true } = {}) {
  const open = new Set();
  let whole = true;

  const server = createServer((phone) => {
    keep(phone);
    if (whole) greet(phone).catch(() => phone.destroy());
    else phone.destroy();
  });

  /** @param {Socket} socket */
  function keep(socket) {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  }

  /** @param {Socket} phone */
  async function greet(phone) {
    const read = reader(phone);
    const [, methods] = await read(2);
    await read(methods);
    phone.write(Uint8Array.of(5, 0));
    const [, , , kind] = await read(4);
    const host = kind === 3 ? (await read((await read(1))[0])).toString() : (await read(4)).join('.');
    const port = (await read(2)).readUInt16BE(0);
    const far = connect({ host, port });
    keep(far);
    far.on('close', () => phone.destroy());
    phone.on('close', () => far.destroy());
    far.on('connect', () => {
      phone.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
      read.rest();
      if (!websockets) phone.on('data', refuseUpgrade(phone));
      phone.pipe(far);
      far.pipe(phone);
    });
  }

  return new Promise((/** @type {(line: { settings: import('@playwright/test').BrowserContextOptions, cut(): void, mend(): void, hangUp(): void }) => void} */ resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        /** For a browser that is to use this line. */
        settings: {
          proxy: { server: 'socks5://127.0.0.1:' + /** @type {any} */ (server.address()).port, bypass: '<-loopback>' },
        },
        /** Everything under way is lost, and nothing new gets through. */
        cut() {
          whole = false;
          for (const socket of open) socket.destroy();
        },
        mend() {
          whole = true;
        },
        hangUp() {
          server.close();
          for (const socket of open) socket.destroy();
        },
      });
    });
  });
}

/** @param {Socket} phone */
function refuseUpgrade(phone) {
  return (/** @type {Buffer} */ data) => {
    if (UPGRADE.test(data.toString('latin1'))) phone.destroy();
  };
}

/** Reads exactly so many bytes, however they come. @param {Socket} socket */
function reader(socket) {
  let held = Buffer.alloc(0);
  let wake = () => {};
  const take = (/** @type {Buffer} */ data) => {
    held = Buffer.concat([held, data]);
    wake();
  };
  socket.on('data', take);
  const read = async (/** @type {number} */ length) => {
    while (held.length < length) await new Promise((resolve) => (wake = () => resolve(undefined)));
    const part = held.subarray(0, length);
    held = held.subarray(length);
    return part;
  };
  read.rest = () => {
    socket.off('data', take);
    if (held.length) socket.unshift(held);
  };
  return read;
}
