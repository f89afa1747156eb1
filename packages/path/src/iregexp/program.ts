/**
 * Compiles the text of an I-Regexp (RFC 9485) to a program for a nondeterministic automaton (Thompson, "Regular expression
 * search algorithm", CACM 1968).
 *
 * A single sticky regular expression, transcribed from the ABNF of RFC 9485 §4, splits the text into tokens. Where it does not
 * match, the text is not an I-Regexp: that refuses `\d`, `\1`, `\b` and the like. A quantifier without an atom before it is
 * refused by the parser: `(?=`, `a++`. Each token is compiled to a block of steps at once, without a syntax tree. Steps refer to
 * each other by *relative* distance, so that a block can be repeated anywhere without being rewritten: expanding `{2,5}` copies
 * references to the same steps.
 *
 *     x?      split(x, end) x                  x{2,4}  x x split(x, end) x split(x, end) x
 *     x*      split(x, end) x split(x, end)    x|y     split(x, y) x jump(end) y
 *     x+      x split(x, end)                  (a jump is a split whose two targets are the same)
 *
 * A class of characters is tested by a native `RegExp` that consists of this class only, which cannot backtrack and knows the
 * Unicode categories. The automaton caches the answers in its transitions.
 *
 * `^` and `$` are ordinary characters in RFC 9485, but the compliance suite of RFC 9535 demands anchors, as users do: outside of
 * a class they match at the start and at the end of the text.
 */

/** The instruction at one place of a program. `one` and `other` are distances from that place. */
export type Step =
  | { readonly kind: 'char'; readonly code: number; readonly test: RegExp | undefined }
  | { readonly kind: 'split'; readonly one: number; readonly other: number }
  | { readonly kind: 'start' | 'end' | 'accept' };

/** The maximum size of a program, its repetitions expanded. It bounds the cost per character of a text. */
export const MAX_STEPS = 10_000;

/** How deep groups may nest. */
export const MAX_GROUPS = 1_000;

/** `token` matches one token of a pattern, `item` one part of a character class. */
const SYNTAX = /* #__PURE__ */ syntax();

const ANY: Step = { kind: 'char', code: -1, test: /[^]/u };
const DOT: Step = { kind: 'char', code: -1, test: /[^\n\r]/u };
const ACCEPT: Step = { kind: 'accept' };

type Block = Step[];

/** A group that is being parsed: its completed branches, and the steps of the current one. */
interface Group {
  readonly branches: Block[];
  pieces: Block;
  /** Where in `pieces` the last atom starts, or -1 if there is nothing that a quantifier could repeat. */
  atom: number;
}

/** A function, called once, so that a bundler can drop the call, which is marked as pure, if nothing uses I-Regexps. */
function syntax(): { readonly token: RegExp; readonly item: RegExp } {
  const category =
    '\\\\[pP]\\{(?:L[lmotu]?|M[cen]?|N[dlo]?|P[c-fios]?|Z[lps]?|S[ckmo]?|C[cfno]?)\\}';
  const escaped = '\\\\[(-+\\-.?[-^nrt{-}]';
  const single = `(?:[^\\-[\\]\\\\\\p{Cs}]|${escaped})`;
  const item = `(?:${single}(?:-${single})?|${category})`;
  const normal = '[^(-+.?[-\\]{-}\\p{Cs}]';
  const set = `\\.|${category}|\\[\\^?(?:-|${item})${item}*-?\\]`;
  return {
    token: new RegExp(`([|()])|[*+?]|\\{(\\d+)(,?)(\\d*)\\}|(${set})|(${escaped}|${normal})`, 'uy'),
    item: new RegExp(`${category}|${escaped}|[^]`, 'gu'),
  };
}

/** The place at which a search starts: the split of a loop (places 0 and 1) that skips any number of characters. */
export const SEARCH = 1;

/** The place at which a match starts, behind that loop. */
export const MATCH = 2;

/**
 * Returns the program of an I-Regexp, or `undefined` if the text is not an I-Regexp or exceeds `MAX_STEPS` or `MAX_GROUPS`.
 * O(length + steps × depth of groups): the steps of a group are copied into the group around it.
 */
export function parseIRegexp(text: string): readonly Step[] | undefined {
  const open: Group[] = [];
  let group: Group = { branches: [], pieces: [], atom: -1 };
  let size = 0;
  for (let at = 0; at < text.length; at = SYNTAX.token.lastIndex) {
    SYNTAX.token.lastIndex = at;
    const found = SYNTAX.token.exec(text);
    if (found === null) return undefined;
    const [token, structure, least, comma, most, set, literal] = found;
    if (structure === '(') {
      open.push(group);
      group = { branches: [], pieces: [], atom: -1 };
    } else if (structure === '|') {
      group.branches.push(group.pieces);
      group = { branches: group.branches, pieces: [], atom: -1 };
      size += 2;
    } else if (structure === ')') {
      const outer = open.pop();
      if (outer === undefined) return undefined;
      append(outer, alternation(group));
      group = outer;
    } else if (set !== undefined || literal !== undefined) {
      const step = set === undefined ? character(token) : characterClass(set);
      if (step === undefined) return undefined;
      append(group, [step]);
      size++;
    } else {
      if (group.atom < 0) return undefined;
      const [from, to] = bounds(token, least, comma, most);
      const block = group.pieces.splice(group.atom);
      const times = to === Infinity ? from + 1 : to;
      size += times * (block.length + 1) - block.length;
      if (to < from || size > MAX_STEPS) return undefined;
      append(group, repeated(block, from, to));
      group.atom = -1;
    }
    if (size > MAX_STEPS || open.length > MAX_GROUPS) return undefined;
  }
  return open.length > 0 ? undefined : [ANY, split(1, -1), ...alternation(group), ACCEPT];
}

function append(group: Group, block: Block): void {
  group.atom = group.pieces.length;
  group.pieces.push(...block);
}

function split(one: number, other: number): Step {
  return { kind: 'split', one, other };
}

function character(token: string): Step {
  if (token === '^') return { kind: 'start' };
  if (token === '$') return { kind: 'end' };
  return { kind: 'char', code: literalCode(token), test: undefined };
}

/** Returns the code point of a literal. `\n`, `\r` and `\t` are control characters, any other escaped character is itself. */
function literalCode(token: string): number {
  const control = ['\\n', '\\r', '\\t'].indexOf(token);
  return (
    '\n\r\t'.codePointAt(control) ??
    token.codePointAt(token.length > 1 && token[0] === '\\' ? 1 : 0) ??
    0
  );
}

/** Returns the step for a class, a category or `.`; `undefined` if a range runs backwards. */
function characterClass(token: string): Step | undefined {
  if (token === '.') return DOT;
  if (token[0] === '\\') return { kind: 'char', code: -1, test: new RegExp(token, 'u') };
  const negated = token[1] === '^' && token.length > 3;
  const items = token.slice(negated ? 2 : 1, -1);
  const native = items.replace(SYNTAX.item, (item, at: number) => {
    const category = item.length > 2;
    const range = item === '-' && at > 0 && at < items.length - 1;
    return category || range ? item : `\\u{${literalCode(item).toString(16)}}`;
  });
  try {
    return { kind: 'char', code: -1, test: new RegExp(`[${negated ? '^' : ''}${native}]`, 'u') };
  } catch {
    return undefined;
  }
}

/** Returns how often a quantifier repeats its atom. */
function bounds(
  token: string,
  least: string | undefined,
  comma: string | undefined,
  most: string | undefined,
): [from: number, to: number] {
  if (least === undefined) return [token === '+' ? 1 : 0, token === '?' ? 1 : Infinity];
  const from = Number(least);
  if (comma === '') return [from, from];
  return [from, most === '' ? Infinity : Number(most)];
}

/** Returns the steps for a repeated block, see the table at the top. */
function repeated(block: Block, from: number, to: number): Block {
  const copies = Array.from({ length: from }, () => block).flat();
  if (to === Infinity) {
    const loop = split(-block.length, 1);
    return from > 0 ? [...copies, loop] : [split(1, block.length + 2), ...block, loop];
  }
  for (let left = to - from; left > 0; left--) {
    copies.push(split(1, left * (block.length + 1)), ...block);
  }
  return copies;
}

/** Returns the steps of a group: its branches, each but the last with a split before it and a jump to the end behind it. */
function alternation({ branches, pieces }: Group): Block {
  if (branches.length === 0) return pieces;
  // The number of steps behind the jump of the branch at hand
  let behind = branches.reduce((sum, branch) => sum + branch.length + 2, pieces.length);
  const block: Block = [];
  for (const branch of branches) {
    behind -= branch.length + 2;
    block.push(split(1, branch.length + 2), ...branch, split(behind + 1, behind + 1));
  }
  block.push(...pieces);
  return block;
}
