//! Websocket frames, no more of them than a benchmark needs: whole text, ping and pong frames.

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;
pub const CONTINUATION: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xA;

/// Every client frame carries a mask; which one is of no importance here.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A whole frame at the beginning of a buffer. A masked payload is left as it came.
pub struct Frame<'a> {
    pub opcode: u8,
    pub payload: &'a [u8],
    /// Bytes of the buffer that it takes.
    pub length: usize,
}

/// Reads the first frame; `None` while it is not whole.
pub fn first(buffer: &[u8]) -> Option<Frame<'_>> {
    let (&[head, size], rest) = buffer.split_first_chunk()?;
    let (size_bytes, payload) = match size & !MASKED {
        126 => (2, usize::from(u16::from_be_bytes(*rest.first_chunk()?))),
        127 => (8, u64::from_be_bytes(*rest.first_chunk()?) as usize),
        small => (0, usize::from(small)),
    };
    let mask = if size & MASKED == 0 { 0 } else { MASK.len() };
    let start = 2 + size_bytes + mask;
    let payload = buffer.get(start..start + payload)?;
    Some(Frame { opcode: head & 0x0f, payload, length: start + payload.len() })
}

/// A frame as a server writes it.
pub fn from_server(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = header(opcode, payload.len(), 0);
    frame.extend_from_slice(payload);
    frame
}

/// A frame as a client writes it.
pub fn from_client(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = header(opcode, payload.len(), MASKED);
    frame.extend(MASK);
    frame.extend(unmasked(payload));
    frame
}

/// Puts our mask on, or takes it off.
pub fn unmasked(payload: &[u8]) -> impl Iterator<Item = u8> {
    payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask)
}

fn header(opcode: u8, payload: usize, mask: u8) -> Vec<u8> {
    let mut header = Vec::with_capacity(payload + 14);
    header.push(FINAL | opcode);
    match payload {
        0..126 => header.push(mask | payload as u8),
        126..=0xffff => {
            header.push(mask | 126);
            header.extend((payload as u16).to_be_bytes());
        }
        _ => {
            header.push(mask | 127);
            header.extend((payload as u64).to_be_bytes());
        }
    }
    header
}
