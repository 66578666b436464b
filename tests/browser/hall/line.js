// A line between one phone and the server that can be cut: a SOCKS5 proxy, so that the page's own address, and with it
// its cookies and its Origin, stay what they are.

import { connect, createServer } from 'node:net';

/** @returns {Promise<{ proxy: string, cut: () => void, mend: () => void, hangUp: () => void }>} */
export function layLine() {
  const open = new Set();
  let whole = true;

  const server = createServer((phone) => {
    keep(phone);
    if (!whole) return phone.destroy();
    greet(phone).catch(() => phone.destroy());
  });

  function keep(socket) {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  }

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
      phone.pipe(far);
      far.pipe(phone);
    });
  }

  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        proxy: 'socks5://127.0.0.1:' + server.address().port,
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

/** Reads exactly so many bytes, however they come. */
function reader(socket) {
  let held = Buffer.alloc(0);
  let wake = () => undefined;
  const take = (data) => {
    held = Buffer.concat([held, data]);
    wake();
  };
  socket.on('data', take);
  const read = async (length) => {
    while (held.length < length) await new Promise((resolve) => (wake = resolve));
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
