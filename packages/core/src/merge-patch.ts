/**
 * JSON Merge Patch, RFC 7396: a document that looks like the part to be changed, `null` meaning "remove".
 */
import {
  endless,
  escapeSegment,
  goesRound,
  isPlainObject,
  parsePointer,
  type Pointer,
  setMember,
} from '@data-map/path';
import { isJson } from './json-patch.ts';

/** What a merge patch needs of a document. */
export interface MergeTarget {
  /** The value, or `undefined` where nothing is. */
  peek(pointer: Pointer): unknown;
  /** The same where that copies nothing; `undefined` also where it would. */
  settled(pointer: Pointer): unknown;
  /** Whether objects are at a pointer and, from so many segments on, all the way to it. */
  isObject(pointer: Pointer, depth: number): boolean;
  set(pointer: Pointer, value: unknown): void;
  /** Does nothing where nothing is. */
  delete(pointer: Pointer): void;
}

/** The members of a patch of up to so many are looked up by their pointers, and those of a larger one only so far down. */
const FEW = 256;

/** Parts of a patch from so many levels on are gone through before they are applied: a deep patch may be without end. */
const DEEP = 16;

/** A part of a patch that is still to be applied. */
interface Step {
  /** Where in the document. */
  readonly pointer: Pointer;
  readonly patch: unknown;
  /** How deep in the patch. */
  readonly level: number;
  /** What is there; `undefined` where nothing is, or it is not known. */
  readonly value: unknown;
}

/**
 * Applies a merge patch at a pointer, RFC 7396 §2, writing only what it changes. O(size of the patch, and of the pointers to what
 * it changes). Iterative, so the depth of the patch is not bounded by the stack.
 *
 * The members of a small patch are looked up one by one. A larger one is held against the values as they are, so that only the
 * pointers to what differs are followed: a patch that repeats a document is a comparison. But where an object was written since
 * it was last read, to see it would be to copy it, however little of it the patch names: its own members are looked up, too.
 *
 * @throws PathLimitError when objects of the patch contain themselves; a few writes may have been made, which the caller takes back
 */
export function applyMergePatch(target: MergeTarget, pointer: Pointer, patch: unknown): void {
  const isLarge = hasMoreMembers(patch, FEW);
  const depth = parsePointer(pointer).length;
  const steps: Step[] = [{ pointer, patch, level: 0, value: undefined }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { patch: part, level } = step;
    if (!isPlainObject(part)) {
      target.set(step.pointer, part);
      continue;
    }
    if (level === DEEP) requireEnd(step.pointer, part);
    let { value } = step;
    // To follow a pointer at each level is quadratic in the depth
    if (isLarge) value ??= target[level < FEW ? 'settled' : 'peek'](step.pointer);
    const isUnseen = value === undefined;
    if (!(isUnseen ? target.isObject(step.pointer, depth) : isPlainObject(value))) {
      target.set(step.pointer, withoutNulls(step.pointer, part, target, level));
      continue;
    }
    const members = value as Record<string, unknown> | undefined;
    // Pushed in reverse, so that members are written in the patch's own order.
    for (const key of Object.keys(part).toReversed()) {
      const wanted = part[key];
      const child = `${step.pointer}/${escapeSegment(key)}`;
      let found: unknown;
      if (members === undefined) found = isLarge ? target.settled(child) : undefined;
      else if (Object.hasOwn(members, key)) found = members[key];
      if (wanted === null) {
        if (found !== undefined || isUnseen) target.delete(child);
        // An object is gone through even if it is the very one: its nulls are removals
      } else if (found === undefined || found !== wanted || isPlainObject(wanted)) {
        steps.push({ pointer: child, patch: wanted, level: level + 1, value: found });
      }
    }
  }
}

/** Whether a patch has more members than that, on all levels. It does not look at many more. */
function hasMoreMembers(patch: unknown, limit: number): boolean {
  const values = [patch];
  for (let at = 0; at < values.length && at <= limit; at++) {
    const value = values[at];
    if (isPlainObject(value)) for (const key of Object.keys(value)) values.push(value[key]);
  }
  return values.length > limit + 1;
}

/** Goes through the objects of a part of a patch, and throws where that has no end. */
function requireEnd(pointer: Pointer, patch: unknown): void {
  const marks: unknown[] = [];
  const stack: [Pointer, unknown, number][] = [[pointer, patch, 0]];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [above, part, level] = entry;
    if (goesRound(part, level, marks)) throw endless(above);
    for (const [key, value] of Object.entries(part as object)) {
      if (isPlainObject(value)) stack.push([`${above}/${escapeSegment(key)}`, value, level + 1]);
    }
  }
}

/** A copy of a patch object as RFC 7396 applies it to an empty object: nested nulls fall away. */
function withoutNulls(
  pointer: Pointer,
  patch: Record<string, unknown>,
  target: MergeTarget,
  depth: number,
): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const stack: [Pointer, Record<string, unknown>, Record<string, unknown>, number][] = [
    [pointer, patch, root, depth],
  ];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [above, source, copy, level] = entry;
    if (level === DEEP && depth < DEEP) requireEnd(above, source);
    for (const key of Object.keys(source)) {
      const value = source[key];
      if (value === null) continue;
      const place = `${above}/${escapeSegment(key)}`;
      if (isPlainObject(value)) {
        const child: Record<string, unknown> = {};
        setMember(copy, key, child);
        stack.push([place, value, child, level + 1]);
      } else if (isJson(value)) {
        setMember(copy, key, value);
      } else {
        // Refused there as it would be below an object that is there
        target.set(place, value);
      }
    }
  }
  return root;
}
