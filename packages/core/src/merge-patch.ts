/**
 * JSON Merge Patch (RFC 7396): a patch has the shape of the part of the document that it changes; `null` removes a member.
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

/** What a merge patch needs from a document. */
export interface MergeTarget {
  /** The value, or `undefined` if nothing is there. */
  peek(pointer: Pointer): unknown;
  /** The value, if reading it copies nothing; `undefined` if it would copy, or if nothing is there. */
  settled(pointer: Pointer): unknown;
  /** Whether there is an object at a pointer, and no array contains it from the segment at index `depth` on. */
  isObject(pointer: Pointer, depth: number): boolean;
  set(pointer: Pointer, value: unknown): void;
  /** Removes a member, if there is one. */
  delete(pointer: Pointer): void;
}

/** A patch with up to this many members is applied by looking each of them up; a larger one only down to this level. */
const FEW = 256;

/** From this level on, the objects of a patch are checked for cycles before they are applied. */
const DEEP = 16;

/** A part of a patch that is still to be applied. */
interface Step {
  /** The place in the document. */
  readonly pointer: Pointer;
  readonly patch: unknown;
  /** The depth in the patch. */
  readonly level: number;
  /** The value in the document, if it is known; `undefined` if not, or if nothing is there. */
  readonly value: unknown;
}

/**
 * Applies a merge patch at a pointer (RFC 7396 §2), and writes only what differs. O(size of the patch + length of the pointers
 * to what it changes). Iterative, so the depth of the patch is not bounded by the stack.
 *
 * The members of a small patch are looked up one by one. A larger patch is compared with the values in the document, so that
 * pointers are followed only to what differs; a patch that repeats the document is a mere comparison. The exception is an
 * object that was written since it was last read: reading it would copy it, however little of it the patch names, so its
 * members are looked up one by one, too.
 *
 * @throws PathLimitError if objects of the patch contain themselves; a few writes may have been made, which the caller rolls back
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
    // Below `FEW` levels, `peek` copies: to look up each level by its pointer would be quadratic in the depth
    if (isLarge) value ??= target[level < FEW ? 'settled' : 'peek'](step.pointer);
    const isUnseen = value === undefined;
    if (!(isUnseen ? target.isObject(step.pointer, depth) : isPlainObject(value))) {
      target.set(step.pointer, withoutNulls(step.pointer, part, target, level));
      continue;
    }
    const members = value as Record<string, unknown> | undefined;
    // Pushed in reverse, so that members are written in the order of the patch
    for (const key of Object.keys(part).toReversed()) {
      const wanted = part[key];
      const child = `${step.pointer}/${escapeSegment(key)}`;
      let found: unknown;
      if (members === undefined) found = isLarge ? target.settled(child) : undefined;
      else if (Object.hasOwn(members, key)) found = members[key];
      if (wanted === null) {
        if (found !== undefined || isUnseen) target.delete(child);
        // An object is entered even if it is identical to that of the document: its nulls are removals
      } else if (found === undefined || found !== wanted || isPlainObject(wanted)) {
        steps.push({ pointer: child, patch: wanted, level: level + 1, value: found });
      }
    }
  }
}

/** Whether a patch has more members than `limit`, on all levels together. Stops counting soon after that. */
function hasMoreMembers(patch: unknown, limit: number): boolean {
  const values = [patch];
  for (let at = 0; at < values.length && at <= limit; at++) {
    const value = values[at];
    if (isPlainObject(value)) for (const key of Object.keys(value)) values.push(value[key]);
  }
  return values.length > limit + 1;
}

/** Walks the objects of a part of a patch. @throws PathLimitError if they contain themselves */
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

/** Returns what RFC 7396 makes of a patch object where no object is: a copy without the members that are `null`. */
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
        // Not a JSON value: `set` refuses it, as it would inside an object that exists
        target.set(place, value);
      }
    }
  }
  return root;
}
