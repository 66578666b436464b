// What becomes of unsaved work: kept at the server while the line holds, on this device while it does not, and never
// written over what another tab has kept.

/**
 * @typedef {'still' | 'waiting' | 'sending' | 'lost' | 'clash' | 'gone' | 'signed_out' | 'secret' | 'full'} Phase
 */

/**
 * @typedef {object} Keeping
 * @property {Phase} phase
 * @property {number} version of what the server has; 0 for nothing
 * @property {string} there the text that the server has
 * @property {string} here the text on this page
 * @property {string} underWay
 * @property {number} tries in vain, one after the other
 * @property {number | null} at when the server took it last
 */

/** From the last letter to the first try. */
const PAUSE = 1500;
/** Between tries without a line: soon at first, then now and then. */
const FIRST_AGAIN = 2000;
const LAST_AGAIN = 30000;

/**
 * @param {number} version
 * @param {string} text
 * @returns {Keeping}
 */
export function keep(version, text) {
  return { phase: 'still', version, there: text, here: text, underWay: '', tries: 0, at: null };
}

/** @param {Keeping} keeping @param {string} text @returns {Keeping} */
export function wrote(keeping, text) {
  const next = { ...keeping, here: text };
  switch (keeping.phase) {
    case 'still':
    case 'waiting':
    case 'secret':
    case 'full':
      return { ...next, phase: text === keeping.there ? 'still' : 'waiting' };
    default:
      return next;
  }
}

/** @param {Keeping} keeping @returns {Keeping} */
export function sending(keeping) {
  return { ...keeping, phase: 'sending', underWay: keeping.here };
}

/**
 * @param {Keeping} keeping
 * @param {number} version
 * @param {number} at
 * @returns {Keeping}
 */
export function taken(keeping, version, at) {
  const there = keeping.underWay;
  return { ...keeping, phase: keeping.here === there ? 'still' : 'waiting', version, there, at, tries: 0 };
}

/**
 * What a refusal means; 0 is a line that is gone.
 * @param {Keeping} keeping
 * @param {number} status
 * @param {string} code
 * @returns {Keeping}
 */
export function refused(keeping, status, code) {
  if (code === 'draft_changed') return { ...keeping, phase: 'clash' };
  if (code === 'secret') return { ...keeping, phase: 'secret' };
  if (code === 'too_many_drafts') return { ...keeping, phase: 'full' };
  if (status === 401) return { ...keeping, phase: 'signed_out', tries: keeping.tries + 1 };
  if (status === 404 || status === 403) return { ...keeping, phase: 'gone' };
  return { ...keeping, phase: 'lost', tries: keeping.tries + 1 };
}

/** Until the next try; null while there is nothing to send or somebody has to choose. @param {Keeping} keeping */
export function nextTry({ phase, tries }) {
  if (phase === 'waiting') return PAUSE;
  if (phase === 'lost' || phase === 'signed_out') return Math.min(LAST_AGAIN, FIRST_AGAIN * 2 ** Math.max(0, tries - 1));
  return null;
}

/** What is here goes over what another tab kept. @param {Keeping} keeping @param {number} version @returns {Keeping} */
export function insist(keeping, version) {
  return { ...keeping, phase: 'waiting', version };
}

/**
 * What another tab kept is taken over.
 * @param {Keeping} keeping
 * @param {number} version
 * @param {string} text
 * @returns {Keeping}
 */
export function yielded(keeping, version, text) {
  return { ...keeping, phase: 'still', version, there: text, here: text };
}

/** Whether only this device has it. A text that must not be kept is kept nowhere. @param {Keeping} keeping */
export function onlyHere({ phase, here, there }) {
  return phase !== 'secret' && here !== there;
}

/**
 * @param {Keeping} keeping
 * @param {(at: number) => string} clock
 */
export function statusText({ phase, at }, clock) {
  switch (phase) {
    case 'still':
      return at === null ? '' : 'Đã tự lưu lúc ' + clock(at);
    case 'waiting':
    case 'sending':
      return at === null ? 'Đang tự lưu…' : 'Đang tự lưu… Lần trước lúc ' + clock(at);
    case 'lost':
      return 'Mất kết nối, bài đang giữ trên máy này. Có đường truyền sẽ tự lưu.';
    case 'clash':
      return 'Bài này vừa được lưu ở một trang khác. Mời đồng chí chọn bên dưới.';
    case 'gone':
      return 'Bài này đã được lưu hoặc bỏ ở một trang khác. Bài ở đây vẫn còn; đồng chí bấm lưu để giữ.';
    case 'signed_out':
      return 'Cần đăng nhập lại. Đồng chí đăng nhập ở một trang khác; bài đang giữ trên máy này.';
    case 'secret':
      return 'Nội dung có dấu chỉ độ mật nên không được lưu ở đâu. Đồng chí hãy bỏ nội dung này.';
    default:
      return 'Có quá nhiều bài viết dở nên chưa tự lưu được. Bài đang giữ trên máy này.';
  }
}

/** Whether the status is news that is told at once. @param {Keeping} keeping */
export function isTrouble({ phase }) {
  return phase !== 'still' && phase !== 'waiting' && phase !== 'sending';
}
