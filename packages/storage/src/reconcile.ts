/**
 * Computes the edits that turn one value into another and touch nothing that is equal.
 *
 * Both values are walked side by side: two objects member by member, two arrays index by index, where a difference in length
 * is an edit at the end. Everything else is replaced as a whole. So is an array with holes or `undefined`, which no write can
 * put there. Parts that both share by reference are not entered. Where both values contain themselves the walk would not
 * end, and the whole value is one edit.
 *
 * Cost: O(the members of all pairs of containers that are compared). Only a container whose counterpart is one of the same
 * kind, and not the identical one, is entered.
 */

import { goesRound, jsonEqual, type Segments } from '@data-map/path';
import { isContainer, readMember, unchanged } from './container.ts';
import type { Members } from './container.ts';
import { follow, type Trail } from './trail.ts';

/** A value to set at a location; undefined deletes the location. */
export type Edit = readonly [segments: Segments, value: unknown];

/** The edits that turn `from`, at the location `at`, into `to`, in the order in which they must be made. */
export function differences(from: unknown, to: unknown, at: Segments): Edit[] {
  const edits: Edit[] = [];
  const edit = (place: Trail, value: unknown): void => void edits.push([follow(at, place), value]);
  const pending: [unknown, unknown, Trail, number][] = [[from, to, undefined, 1]];
  const marks: unknown[] = [];
  for (let next; (next = pending.pop()) !== undefined;) {
    const [a, b, place, depth] = next;
    if (unchanged(a, b)) continue;
    if (goesRound(a, depth, marks)) return jsonEqual(from, to) ? [] : [[at, to]];
    if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) {
      edit(place, b);
    } else if (hasGaps(a) || hasGaps(b)) {
      if (!jsonEqual(a, b)) edit(place, b);
    } else if (Array.isArray(a)) {
      const elements = b as unknown[];
      for (let i = a.length - 1; i >= elements.length; i--) edit([place, i], undefined);
      for (let i = 0; i < elements.length; i++) {
        if (i >= a.length) edit([place, i], elements[i]);
        else if (!unchanged(a[i], elements[i]))
          pending.push([a[i], elements[i], [place, i], depth + 1]);
      }
    } else {
      const members = b as Members;
      for (const name of Object.keys(a)) {
        if (a[name] !== undefined && readMember(members, name) === undefined) {
          edit([place, name], undefined);
        }
      }
      for (const name of Object.keys(members)) {
        const before = readMember(a, name);
        const after = members[name];
        if (after !== undefined && !unchanged(before, after)) {
          pending.push([before, after, [place, name], depth + 1]);
        }
      }
    }
  }
  return edits;
}

/** Whether a value is an array with holes or `undefined` elements. */
function hasGaps(value: unknown): boolean {
  return Array.isArray(value) && value.includes(undefined);
}
