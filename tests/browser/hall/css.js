// Just enough of a reader of style sheets to ask which rule says what.

/**
 * @typedef {object} Rule
 * @property {string[]} around the at-rules and rules around it, outermost first
 * @property {string} selector
 * @property {{ name: string, value: string }[]} declarations
 */

/** @param {string} text @returns {Rule[]} */
export function rules(text) {
  /** @type {Rule[]} */
  const found = [];
  /** @type {string[]} */
  const open = [];
  const parts = text.replace(/\/\*[^]*?\*\//g, '').split(/([{}])/);
  for (let k = 0; k < parts.length; k += 1) {
    const part = parts[k];
    if (part === '}') {
      open.pop();
    } else if (parts[k + 1] === '{') {
      const prelude = part.slice(part.lastIndexOf(';') + 1).trim().replace(/\s+/g, ' ');
      if (open.length) keep(open, part.slice(0, part.lastIndexOf(';') + 1));
      open.push(prelude);
    } else if (part !== '{') {
      keep(open, part);
    }
  }
  return found;

  /** @param {string[]} open @param {string} text */
  function keep(open, text) {
    const declarations = text
      .split(/;(?![^(]*\))/)
      .map((one) => /^\s*([-\w]+)\s*:\s*([^]+?)\s*$/.exec(one))
      .flatMap((one) => (one ? [{ name: one[1], value: one[2].replace(/\s+/g, ' ') }] : []));
    if (declarations.length) found.push({ around: open.slice(0, -1), selector: open[open.length - 1] || '', declarations });
  }
}
