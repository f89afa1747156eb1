/**
 * What a place held before a commit, from what it holds now: the inverses of its edits, the last one first.
 *
 * Nothing that anyone else can see is edited. A container on the way to an edit is copied the first time, and the
 * copy belongs to this call; all that the edits did not come by is shared with the value that was handed in.
 * Cost: the members of the containers that lie on the way to an edit, each copied once, plus one splice per shift.
 */

import type { Edit } from './change.ts';
import { type Segment, setMember } from '@data-map/path';
import { isContainer } from './container.ts';

type Own = Record<string, unknown> | unknown[];

/**
 * @param after what is at the location now
 * @param edits the edits at or below the location, in their order
 * @param depth the number of segments of the location
 * @param base where `after` is the tail of an array: the index of its first element
 */
export function undo(after: unknown, edits: readonly Edit[], depth: number, base = 0): unknown {
  const copies = new Set<unknown>();
  const own = (value: unknown): Own | undefined => {
    if (!isContainer(value)) return undefined;
    if (copies.has(value)) return value as Own;
    const copy = copyOf(value);
    copies.add(copy);
    return copy;
  };
  let top = after;
  for (let at = edits.length - 1; at >= 0; at--) {
    const edit = edits[at];
    if (edit === undefined) continue;
    const { segments } = edit;
    if (segments.length <= depth) {
      top = edit.previous;
      continue;
    }
    let container = own(top);
    top = container;
    for (let level = depth; level < segments.length - 1 && container !== undefined; level++) {
      const key = keyAt(edit, level, depth, base);
      const child = own(Array.isArray(container) ? container[Number(key)] : container[key]);
      if (child !== undefined) put(container, key, child);
      container = child;
    }
    if (container !== undefined)
      invert(container, keyAt(edit, segments.length - 1, depth, base), edit);
  }
  return top;
}

function keyAt(edit: Edit, level: number, depth: number, base: number): Segment {
  const key = edit.segments[level] ?? '';
  return level === depth && typeof key === 'number' ? key - base : key;
}

function invert(container: Own, key: Segment, edit: Edit): void {
  if (edit.op === 'replace') put(container, key, edit.previous);
  else if (Array.isArray(container)) {
    if (edit.op === 'add') container.splice(Number(key), 1);
    else container.splice(Number(key), 0, edit.previous);
  } else if (edit.op === 'add') delete container[key];
  else put(container, key, edit.previous);
}

function put(container: Own, key: Segment, value: unknown): void {
  if (Array.isArray(container)) container[Number(key)] = value;
  else setMember(container, String(key), value);
}

/** By a loop: spreading an object of many keys costs several times as much. */
function copyOf(value: Record<string, unknown> | readonly unknown[]): Own {
  if (Array.isArray(value)) return value.slice();
  const source = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(source)) setMember(copy, key, source[key]);
  return copy;
}
