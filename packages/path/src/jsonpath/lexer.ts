import { isHighSurrogate, isLowSurrogate } from './code-points.ts';
import * as Code from './codes.ts';
import { PathSyntaxError } from './errors.ts';

/**
 * The lexical grammar of RFC 9535: a cursor over the text, and one method per kind of token. Every method either consumes
 * its token and moves the cursor behind it, or throws a `PathSyntaxError` at the offending character. The methods that return
 * a boolean leave the cursor where it is if their token does not come next.
 *
 * There is no intermediate list of tokens. Characters are compared by their codes, a token is one `slice`, and regular expressions
 * serve only unusual numbers and the digits of `\u`. Cost: O(length of the token).
 */
export class Lexer {
  readonly text: string;
  /** The offset of the next character. */
  at = 0;
  /** The code of the next character, or `Code.End`. Kept, because most characters are looked at by several methods. */
  code: number;
  /** How many brackets and parentheses are open, see `parser.ts`. */
  depth = 0;
  /** Whether the query calls a function: otherwise there are no types to check. */
  hasFunctions = false;

  constructor(text: string) {
    this.text = text;
    this.code = codeAt(text, 0);
  }

  fail(expected: string, offset = this.at): never {
    throw new PathSyntaxError(expected, this.text, offset);
  }

  /** Consumes the next character, whatever it is. */
  skip(): void {
    this.moveTo(this.at + 1);
  }

  /** Moves the cursor, forwards or back. */
  moveTo(at: number): void {
    // Often it is there already
    if (at === this.at) return;
    this.at = at;
    this.code = codeAt(this.text, at);
  }

  /** Consumes the next character if it is this one. */
  take(code: number): boolean {
    if (this.code !== code) return false;
    this.skip();
    return true;
  }

  /** Consumes an operator of two characters if it comes next. */
  takeTwo(first: number, second: number): boolean {
    if (this.code !== first || codeAt(this.text, this.at + 1) !== second) return false;
    this.moveTo(this.at + 2);
    return true;
  }

  /** Consumes `true`, `false` or `null` if it comes next and is not a prefix of a function name. */
  takeLiteral(word: string): boolean {
    const { text, at } = this;
    const end = at + word.length;
    if (!text.startsWith(word, at)) return false;
    const behind = codeAt(text, end);
    if (isWordCharacter(behind) || behind === Code.Open) return false;
    this.moveTo(end);
    return true;
  }

  /** Skips blanks (the rule `S`) and returns the code of the next character. Kept small for inlining: mostly there are none. */
  blanks(): number {
    return isBlank(this.code) ? this.behindBlanks() : this.code;
  }

  private behindBlanks(): number {
    do this.skip();
    while (isBlank(this.code));
    return this.code;
  }

  /** `member-name-shorthand`. */
  shorthand(): string {
    const { text, at: start } = this;
    const { length } = text;
    let at = start;
    if (!isDigit(this.code)) while (at < length && isNameCharacter(text.charCodeAt(at))) at++;
    if (at === start) this.fail('a name, "*" or "["');
    this.moveTo(at);
    return text.slice(start, at);
  }

  /** `function-name`: a lower-case letter, then lower-case letters, digits and underscores. */
  word(expected = 'a query, a literal or a function'): string {
    const { text, at: start } = this;
    if (!isLowerCase(this.code)) this.fail(expected);
    while (isWordCharacter(this.code)) this.skip();
    return text.slice(start, this.at);
  }

  /** `int`, in the range of I-JSON (section 2.1): an index or a part of a slice. */
  integer(): number {
    const start = this.at;
    const isNegative = this.take(Code.Minus);
    const first = this.at;
    const value = this.digits();
    if (this.at === first) this.fail('a digit');
    if (codeAt(this.text, first) === Code.Zero && (isNegative || this.at > first + 1)) {
      this.fail('an integer without a leading zero', start);
    }
    if (value > Number.MAX_SAFE_INTEGER) {
      this.fail('an integer between -(2**53-1) and 2**53-1', start);
    }
    return isNegative ? -value : value;
  }

  /** `number`, the literal. Short runs of digits are converted directly; everything else is left to a regular expression. */
  number(): number {
    const { text, at: start } = this;
    const value = this.digits();
    const count = this.at - start;
    const { code } = this;
    const isShort = count > 0 && count < 16 && (count === 1 || codeAt(text, start) !== Code.Zero);
    if (isShort && code !== Code.Dot && (code | 0x20) !== Code.LowerE) return value;
    NUMBER.lastIndex = start;
    const digits = NUMBER.exec(text)?.[0] ?? this.fail('a number', start);
    this.moveTo(start + digits.length);
    return Number(digits);
  }

  /** Consumes digits and returns their value: exact up to the largest safe integer, and greater than it for greater integers. */
  private digits(): number {
    let value = 0;
    for (; isDigit(this.code); this.skip()) value = value * 10 + (this.code - Code.Zero);
    return value;
  }

  /**
   * `string-literal`, with its quotes. A lone surrogate cannot occur in UTF-8, so the RFC says nothing about it; it is accepted, so
   * that there is a query for every member.
   */
  string(): string {
    const { text, code: quote } = this;
    let start = this.at + 1;
    let at = start;
    let value = '';
    for (let code; (code = codeAt(text, at)) !== quote;) {
      if (code === Code.Backslash) {
        value += text.slice(start, at) + this.escape(quote, at);
        start = this.at;
        at = start;
      } else {
        if (code < Code.Space)
          this.fail(code === Code.End ? 'the closing quote' : 'an escaped control character', at);
        at++;
      }
    }
    this.moveTo(at + 1);
    const rest = text.slice(start, at);
    return value === '' ? rest : value + rest;
  }

  /** Returns the character that the escape sequence at `at` denotes, and sets `this.at` behind it (not `this.code`). */
  private escape(quote: number, at: number): string {
    const { text } = this;
    this.at = at + 2;
    const code = codeAt(text, at + 1);
    if (code === quote) return String.fromCharCode(quote);
    const simple = ESCAPES[text.charAt(at + 1)];
    if (simple !== undefined) return simple;
    if (code !== Code.LowerU) this.fail('an escape sequence', at);
    const unit = this.hexadecimal(at);
    const isHigh = isHighSurrogate(unit);
    if (!isHigh && !isLowSurrogate(unit)) return String.fromCharCode(unit);
    const follows = this.at;
    if (!isHigh || !text.startsWith('\\u', follows)) this.fail('a pair of surrogates', at);
    this.at = follows + 2;
    const low = this.hexadecimal(follows);
    if (!isLowSurrogate(low)) this.fail('a low surrogate', follows);
    return String.fromCharCode(unit, low);
  }

  /** Reads the four digits behind a `\u` at `offset`, and sets `this.at` behind them. */
  private hexadecimal(offset: number): number {
    const digits = this.text.slice(this.at, this.at + 4);
    if (!HEXADECIMAL.test(digits)) this.fail('"\\u" and four hexadecimal digits', offset);
    this.at += 4;
    return parseInt(digits, 16);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const HEXADECIMAL = /^[\da-fA-F]{4}$/;

const ESCAPES: Readonly<Record<string, string>> = /* @__PURE__ */ Object.assign(
  Object.create(null) as Record<string, string>,
  { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '/': '/', '\\': '\\' },
);

/**
 * Returns the code of a character, `Code.End` beyond the end of the text. `charCodeAt` would return NaN there, and once V8 has seen
 * NaN it compiles everything that uses the result for floating-point numbers.
 */
function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : Code.End;
}

export function isDigit(code: number): boolean {
  return code >= Code.Zero && code <= Code.Nine;
}

function isBlank(code: number): boolean {
  return (
    code <= Code.Space &&
    (code === Code.Space || code === Code.Newline || code === Code.Tab || code === Code.Return)
  );
}

function isLowerCase(code: number): boolean {
  return code >= Code.LowerA && code <= Code.LowerZ;
}

function isWordCharacter(code: number): boolean {
  return isLowerCase(code) || isDigit(code) || code === Code.Underscore;
}

function isNameCharacter(code: number): boolean {
  // Setting bit 5 turns A–Z into a–z, and nothing else below 128 into a letter
  return isLowerCase(code | 0x20) || code >= 0x80 || isDigit(code) || code === Code.Underscore;
}
