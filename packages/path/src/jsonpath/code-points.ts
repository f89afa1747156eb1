/**
 * Strings as sequences of Unicode code points, as RFC 9535 defines them, not of UTF-16 code units. The two differ for a
 * surrogate pair, which encodes one code point above U+FFFF: it counts once, and is greater than U+E000 to U+FFFF although its
 * first unit is less. A lone surrogate counts as a code point of its own.
 */

/** Returns the number of code points. O(length). */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let at = 1; at < text.length; at++) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) length--;
  }
  return length;
}

/** Whether `left` is less than `right`, by code points. O(length of their common prefix). */
export function isBefore(left: string, right: string): boolean {
  const end = Math.min(left.length, right.length);
  let at = 0;
  while (at < end && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === end) return left.length < right.length;
  // The differing unit may be the second half of a pair on one side only: then the code points differ from the first half on
  const isSplit = isLowSurrogate(left.charCodeAt(at)) !== isLowSurrogate(right.charCodeAt(at));
  if (isSplit && isHighSurrogate(left.charCodeAt(at - 1))) at--;
  return (left.codePointAt(at) ?? 0) < (right.codePointAt(at) ?? 0);
}

/** Whether a UTF-16 code unit is the first half of a surrogate pair. */
export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Whether a UTF-16 code unit is the second half of a surrogate pair. */
export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
