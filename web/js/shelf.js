// What this device keeps of questions that the server does not have yet: for a line that is lost and a page that is
// opened anew. Each writer has a shelf of their own, and what the server has is taken off it.

/** @typedef {ReturnType<typeof import('./writing.js').sent>} Sent */

/**
 * @typedef {object} Shelved
 * @property {string} draft
 * @property {string} unit
 * @property {string} question the one that is rewritten; empty for a new one
 * @property {number} base
 * @property {string} address where it is gone on with
 * @property {number} at
 * @property {boolean} sent whether saving was pressed
 * @property {Sent} typed
 */

const SHELF = 'khacsau.question.';

/**
 * @param {string} owner
 * @param {Storage | null} [storage]
 */
export function shelf(owner, storage = usual()) {
  const name = SHELF + owner + '.';

  /** @param {string} key @returns {Shelved | null} */
  function read(key) {
    try {
      const kept = JSON.parse((storage && storage.getItem(key)) || '');
      return kept && kept.typed && Array.isArray(kept.typed.options) ? kept : null;
    } catch (problem) {
      return null; // Nothing kept, or nothing that can be read.
    }
  }

  function all() {
    try {
      return Object.keys(storage || {}).filter((key) => key.startsWith(name));
    } catch (problem) {
      return [];
    }
  }

  return {
    /** @param {Shelved} kept */
    put(kept) {
      try {
        if (storage) storage.setItem(name + kept.draft, JSON.stringify(kept));
      } catch (problem) {
        // Without storage the page itself remembers, as long as it is open.
      }
    },
    /** @param {string} draft */
    drop(draft) {
      try {
        if (storage) storage.removeItem(name + draft);
      } catch (problem) {
        // Nothing was kept.
      }
    },
    /**
     * What was left of this draft, or of another new question at the same desk.
     * @param {{ draft: string, unit: string, question: string, base: number }} page
     * @returns {Shelved | null}
     */
    find({ draft, unit, question, base }) {
      const own = read(name + draft);
      // Saving was pressed, and there is a newer revision: it has come through.
      if (own && own.sent && question !== '' && own.base < base) {
        this.drop(draft);
        return null;
      }
      if (own || question !== '') return own;
      const others = all().map(read).filter((kept) => kept !== null && !kept.sent && kept.unit === unit && kept.question === '');
      return others.reduce((latest, kept) => (latest && kept && latest.at > kept.at ? latest : kept), null);
    },
  };
}

/** @returns {Storage | null} */
function usual() {
  try {
    return localStorage;
  } catch (problem) {
    return null;
  }
}
