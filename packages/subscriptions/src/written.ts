/**
 * Where the Changes of a commit wrote.
 *
 * A commit may have an event for each of thousands of places, and each may be asked for what was written there. So when the first
 * one is, the edits are sorted by their pointers, in which all that lies below a place stands together: between the pointer with
 * a `/` behind it and the same with the next character, `0`. Cost: O(n log n) once for n edits, O(log n) and what is
 * found for each place.
 */

import { formatPointer, type Pointer, type Segments } from '@data-map/path';
import { isWithin, toEdits, type ChangeRecord, type Edit } from './change.ts';

/** Counts of work, for tests that assert them. */
export const work = { compared: 0 };

/** Up to here looking at each edit is faster than sorting them. */
const FEW = 8;

interface Place {
  readonly pointer: Pointer;
  readonly edit: Edit;
}

export class Written {
  readonly #changes: readonly ChangeRecord[];
  #edits: readonly Edit[] | undefined = undefined;
  #places: readonly Place[] | undefined = undefined;

  constructor(changes: readonly ChangeRecord[]) {
    this.#changes = changes;
  }

  /** The edits at and below a location, in their order. */
  editsAt(pointer: Pointer, segments: Segments): Edit[] {
    const edits = (this.#edits ??= toEdits(this.#changes));
    if (edits.length <= FEW) {
      work.compared += edits.length;
      return edits.filter((edit) => isWithin(edit.segments, segments));
    }
    const places = (this.#places ??= sorted(edits));
    const found = [
      ...places.slice(seek(places, pointer), seek(places, `${pointer}\0`)),
      ...places.slice(seek(places, `${pointer}/`), seek(places, `${pointer}0`)),
    ];
    return found.map(({ edit }) => edit).sort((a, b) => a.at - b.at);
  }

  /** The Changes of these edits, each once. */
  changesAt(pointer: Pointer, segments: Segments): readonly ChangeRecord[] {
    return [...new Set(this.editsAt(pointer, segments).map(({ change }) => change))];
  }
}

function sorted(edits: readonly Edit[]): Place[] {
  const places = edits.map((edit) => ({ pointer: formatPointer(edit.segments), edit }));
  return places.sort((a, b) => (a.pointer < b.pointer ? -1 : Number(a.pointer > b.pointer)));
}

/** The first of some places in order that is not before a pointer. */
function seek(places: readonly Place[], pointer: string): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    work.compared++;
    const middle = (low + high) >>> 1;
    if (places[middle]!.pointer < pointer) low = middle + 1;
    else high = middle;
  }
  return low;
}
