/**
 * JSON Merge Patch, RFC 7396: a document that looks like the part to be changed, `null` meaning "remove".
 */
import {
  escapeSegment,
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
  /** Whether objects are at a pointer and, from so many segments on, all the way to it. */
  isObject(pointer: Pointer, depth: number): boolean;
  set(pointer: Pointer, value: unknown): void;
  /** Does nothing where nothing is. */
  delete(pointer: Pointer): void;
}

/** Up to so many members are looked up by their pointers; to see the value as a whole may mean to copy what was written. */
const FEW = 256;

/** A part of a patch, where it belongs, and the value there; `undefined` where nothing is, or nobody looks. */
interface Step {
  readonly pointer: Pointer;
  readonly patch: unknown;
  readonly value: unknown;
}

/**
 * Applies a merge patch at a pointer, RFC 7396 §2, writing only what it changes. O(size of the patch, and of the pointers to what
 * it changes). Iterative, so the depth of the patch is not bounded by the stack.
 *
 * The members of a small patch are looked up one by one. A larger one is held against the value as a whole, so that only the
 * pointers to what differs are followed: a patch that repeats a document is a comparison.
 */
export function applyMergePatch(target: MergeTarget, pointer: Pointer, patch: unknown): void {
  const isLarge = hasMoreMembers(patch, FEW);
  const depth = parsePointer(pointer).length;
  const steps: Step[] = [{ pointer, patch, value: isLarge ? target.peek(pointer) : undefined }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { patch: part, value } = step;
    if (!isPlainObject(part)) {
      target.set(step.pointer, part);
      continue;
    }
    if (!(isLarge ? isPlainObject(value) : target.isObject(step.pointer, depth))) {
      target.set(step.pointer, withoutNulls(step.pointer, part, target));
      continue;
    }
    const members = value as Record<string, unknown> | undefined;
    // Pushed in reverse, so that members are written in the patch's own order.
    for (const key of Object.keys(part).toReversed()) {
      const wanted = part[key];
      const found = members && Object.hasOwn(members, key) ? members[key] : undefined;
      const child = `${step.pointer}/${escapeSegment(key)}`;
      if (wanted === null) {
        if (found !== undefined || !isLarge) target.delete(child);
        // An object is gone through even if it is the very one: its nulls are removals
      } else if (found === undefined || found !== wanted || isPlainObject(wanted)) {
        steps.push({ pointer: child, patch: wanted, value: found });
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

/** A copy of a patch object as RFC 7396 applies it to an empty object: nested nulls fall away. */
function withoutNulls(
  pointer: Pointer,
  patch: Record<string, unknown>,
  target: MergeTarget,
): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const stack: [Pointer, Record<string, unknown>, Record<string, unknown>][] = [
    [pointer, patch, root],
  ];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [above, source, copy] = entry;
    for (const key of Object.keys(source)) {
      const value = source[key];
      if (value === null) continue;
      const place = `${above}/${escapeSegment(key)}`;
      if (isPlainObject(value)) {
        const child: Record<string, unknown> = {};
        setMember(copy, key, child);
        stack.push([place, value, child]);
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
