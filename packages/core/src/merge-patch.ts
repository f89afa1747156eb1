/**
 * JSON Merge Patch, RFC 7396: a document that looks like the part to be changed, `null` meaning "remove".
 */
import { isPlainObject, joinPointer, parsePointer, setMember } from '@data-map/path';
import { isJson } from './json-patch.ts';

/** What a merge patch needs of a document. */
export interface MergeTarget {
  /** Whether objects are at a pointer and, from so many segments on, all the way to it. */
  isObject(pointer: string, depth: number): boolean;
  set(pointer: string, value: unknown): void;
  /** Does nothing where nothing is. */
  delete(pointer: string): void;
}

interface Step {
  readonly pointer: string;
  readonly patch: unknown;
}

interface ObjectStep extends Step {
  readonly patch: Record<string, unknown>;
}

/**
 * Applies a merge patch at a pointer, RFC 7396 §2, writing only what it names. O(size of the patch, and of the pointers to what
 * it names). Iterative, so the depth of the patch is not bounded by the stack.
 */
export function applyMergePatch(target: MergeTarget, pointer: string, patch: unknown): void {
  const depth = parsePointer(pointer).length;
  const steps: Step[] = [{ pointer, patch }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (!isPlainObject(step.patch)) {
      target.set(step.pointer, step.patch);
      continue;
    }
    // Members that are the only ones: to look up one after the other is quadratic in the depth
    const chain: ObjectStep[] = [];
    let keys: string[] = [];
    for (let at: Step | undefined = step; at !== undefined && isPlainObject(at.patch);) {
      chain.push({ pointer: at.pointer, patch: at.patch });
      keys = Object.keys(at.patch);
      const [key = ''] = keys;
      at =
        keys.length === 1
          ? { pointer: joinPointer(at.pointer, key), patch: at.patch[key] }
          : undefined;
    }
    let known = 0;
    let end = chain.length;
    for (let middle = end - 1; known < end; middle = (known + end) >>> 1) {
      if (target.isObject(chain[middle]!.pointer, depth)) known = middle + 1;
      else end = middle;
    }
    const missing = chain[known];
    if (missing !== undefined) {
      target.set(missing.pointer, withoutNulls(missing, target));
      continue;
    }
    const last = chain[known - 1]!;
    // Pushed in reverse, so that members are written in the patch's own order.
    for (const key of keys.toReversed()) {
      const child = joinPointer(last.pointer, key);
      const value = last.patch[key];
      if (value !== null) steps.push({ pointer: child, patch: value });
      else target.delete(child);
    }
  }
}

/** A copy of a patch object as RFC 7396 applies it to an empty object: nested nulls fall away. */
function withoutNulls(missing: ObjectStep, target: MergeTarget): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const stack: [ObjectStep, Record<string, unknown>][] = [[missing, root]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [{ pointer, patch }, copy] = pair;
    for (const key of Object.keys(patch)) {
      const value = patch[key];
      if (value === null) continue;
      if (isPlainObject(value)) {
        const child: Record<string, unknown> = {};
        setMember(copy, key, child);
        stack.push([{ pointer: joinPointer(pointer, key), patch: value }, child]);
      } else if (isJson(value)) {
        setMember(copy, key, value);
      } else {
        // Refused there as it would be below an object that is there
        target.set(joinPointer(pointer, key), value);
      }
    }
  }
  return root;
}
