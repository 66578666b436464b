// What is wrong with pages, each thing once, with where it was seen.

export class Findings {
  /** @type {Map<string, string[]>} */
  #seen = new Map();

  /** @param {string} where @param {string[]} what */
  note(where, what) {
    for (const one of what) this.#seen.set(one, [...(this.#seen.get(one) || []), where]);
  }

  get list() {
    return [...this.#seen].map(([what, [first, ...more]]) => what + ' (' + first + (more.length ? ' and ' + more.length + ' more' : '') + ')');
  }
}
