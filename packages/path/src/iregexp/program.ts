/**
 * From the text of an I-Regexp (RFC 9485) to a program for a nondeterministic automaton (Thompson, "Regular expression
 * search algorithm", CACM 1968).
 *
 * One regular expression, written after the ABNF of RFC 9485 §4, cuts the text into tokens; where it does not match, the
 * text is no I-Regexp: `\d`, `\1`, `(?=`, `\b`, `a++` and the like end there. Tokens become blocks of steps at once,
 * without a syntax tree. Steps refer to each other by *relative* distance, so a block can be copied anywhere: that is all
 * it takes to write out `{2,5}`, and equal steps are one object.
 *
 *     x?      split(x, end) x                  x{2,4}  x x split(x, end) x split(x, end) x
 *     x*      split(x, end) x jump(split)      x|y     split(x, y) x jump(end) y
 *     x+      x split(x, end)
 *
 * A single character is decided by a native `RegExp` made of one character class, which cannot backtrack and knows the
 * Unicode categories; the automaton asks it at most once per state and character.
 *
 * `^` and `$` are ordinary characters in RFC 9485, but the compliance suite of RFC 9535 wants anchors, and so do users:
 * outside of a class they match at the start and at the end of the text.
 */

/** What one place of the program does; distances are relative to it. */
export type Step =
  | { readonly kind: 'char'; readonly code: number; readonly test: RegExp | undefined }
  | { readonly kind: 'split'; readonly one: number; readonly other: number }
  | { readonly kind: 'start' | 'end' | 'accept' };

/** No program has more steps than this, however often its quantifiers repeat; so a text costs this much per character. */
export const MAX_STEPS = 10_000;

/** Groups may be nested this deep. */
export const MAX_GROUPS = 1_000;

/** What a pattern and a class of characters consist of. */
const SYNTAX = /* #__PURE__ */ syntax();

const ANY: Step = { kind: 'char', code: -1, test: /[^]/u };
const DOT: Step = { kind: 'char', code: -1, test: /[^\n\r]/u };
const ACCEPT: Step = { kind: 'accept' };

type Block = Step[];

/** An open group: its finished branches, and the pieces of the one at hand. */
interface Group {
  readonly branches: Block[];
  pieces: Block;
  /** Where in `pieces` the last atom starts, or -1 where a quantifier has nothing to repeat. */
  atom: number;
}

/** Called once. Constants would have an effect for bundlers, which cannot know that they are put together from text. */
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

/** Where the program of a search starts: at the end of a loop that skips characters. */
export const SEARCH = 1;

/** Where the program of a match starts. */
export const MATCH = 2;

/**
 * The program of an I-Regexp, or `undefined` where the text is none or exceeds `MAX_STEPS` or `MAX_GROUPS`.
 * O(length + steps).
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

/** `\n`, `\r` and `\t` stand for control characters, every other escaped character for itself. */
function literalCode(token: string): number {
  const control = ['\\n', '\\r', '\\t'].indexOf(token);
  return (
    '\n\r\t'.codePointAt(control) ??
    token.codePointAt(token.length > 1 && token[0] === '\\' ? 1 : 0) ??
    0
  );
}

/** `undefined` where a range runs backwards. */
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

function alternation({ branches, pieces }: Group): Block {
  if (branches.length === 0) return pieces;
  let behind = branches.reduce((sum, branch) => sum + branch.length + 2, pieces.length);
  const block: Block = [];
  for (const branch of branches) {
    behind -= branch.length + 2;
    block.push(split(1, branch.length + 2), ...branch, split(behind + 1, behind + 1));
  }
  block.push(...pieces);
  return block;
}
