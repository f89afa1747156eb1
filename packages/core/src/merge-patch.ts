/**
 * JSON Merge Patch, RFC 7396: a document that looks like the part to be changed, `null` meaning "remove".
 */
import { isPlainObject, joinPointer, setMember } from '@data-map/path';

/** What a merge patch needs of a document. */
export interface MergeTarget {
  isObject(pointer: string): boolean;
  set(pointer: string, value: unknown): void;
  /** Does nothing where nothing is. */
  delete(pointer: string): void;
}

interface Step {
  readonly pointer: string;
  readonly patch: unknown;
}

/**
 * Applies a merge patch at a pointer, RFC 7396 §2, writing only what it names. O(size of the patch). Iterative, so the
 * depth of the patch is not bounded by the stack.
 */
export function applyMergePatch(target: MergeTarget, pointer: string, patch: unknown): void {
  const steps: Step[] = [{ pointer, patch }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (!isPlainObject(step.patch)) {
      target.set(step.pointer, step.patch);
      continue;
    }
    if (!target.isObject(step.pointer)) {
      target.set(step.pointer, withoutNulls(step.patch));
      continue;
    }
    const keys = Object.keys(step.patch);
    // Pushed in reverse, so that members are written in the patch's own order.
    for (const key of keys.toReversed()) {
      const child = joinPointer(step.pointer, key);
      const value = step.patch[key];
      if (value !== null) steps.push({ pointer: child, patch: value });
      else target.delete(child);
    }
  }
}

/** A copy of a patch object as RFC 7396 applies it to an empty object: nested nulls fall away. */
function withoutNulls(patch: Record<string, unknown>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const stack: [Record<string, unknown>, Record<string, unknown>][] = [[patch, root]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [source, copy] = pair;
    for (const key of Object.keys(source)) {
      const value = source[key];
      if (value === null) continue;
      if (isPlainObject(value)) {
        const child: Record<string, unknown> = {};
        setMember(copy, key, child);
        stack.push([value, child]);
      } else {
        setMember(copy, key, value);
      }
    }
  }
  return root;
}
