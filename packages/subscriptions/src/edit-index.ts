/**
 * The index of a commit's edits by location.
 *
 * A commit can have events for thousands of locations, and each event can be asked for the edits at and below its location. So
 * on the first such query the edits are sorted by pointer. In that order the edits below a location `p` are adjacent: their
 * pointers begin with `p/`, hence they are not less than `p/` and less than `p0`, as `0` is the code unit after `/`. The edits at `p` are
 * a second run, because a pointer such as `p-x` sorts between `p` and `p/`.
 *
 * Cost: O(n log n) once for n edits, then O(log n + m log m) per query, with m edits found.
 */

import { formatPointer, type Pointer, type Segments } from '@data-map/path';
import { isWithin, toEdits, type ChangeRecord, type Edit } from './change.ts';

/** Counts of work, for tests that assert them. */
export const work = { compared: 0 };

/** Up to this many edits a linear search is faster than sorting them. */
const FEW_EDITS = 8;

interface Entry {
  readonly pointer: Pointer;
  readonly edit: Edit;
}

export class EditIndex {
  readonly #changes: readonly ChangeRecord[];
  #edits: readonly Edit[] | undefined = undefined;
  /** The edits, sorted by pointer. */
  #entries: readonly Entry[] | undefined = undefined;

  constructor(changes: readonly ChangeRecord[]) {
    this.#changes = changes;
  }

  /** Returns the edits at and below a location, in commit order. */
  editsAt(pointer: Pointer, segments: Segments): Edit[] {
    const edits = (this.#edits ??= toEdits(this.#changes));
    if (edits.length <= FEW_EDITS) {
      work.compared += edits.length;
      return edits.filter((edit) => isWithin(edit.segments, segments));
    }
    const entries = (this.#entries ??= sorted(edits));
    const found = [
      ...entries.slice(seek(entries, pointer), seek(entries, `${pointer}\0`)),
      ...entries.slice(seek(entries, `${pointer}/`), seek(entries, `${pointer}0`)),
    ];
    return found.map(({ edit }) => edit).sort((a, b) => a.at - b.at);
  }

  /** Returns the Changes at and below a location, each once, in commit order. */
  changesAt(pointer: Pointer, segments: Segments): readonly ChangeRecord[] {
    return [...new Set(this.editsAt(pointer, segments).map(({ change }) => change))];
  }
}

function sorted(edits: readonly Edit[]): Entry[] {
  const entries = edits.map((edit) => ({ pointer: formatPointer(edit.segments), edit }));
  return entries.sort((a, b) => (a.pointer < b.pointer ? -1 : Number(a.pointer > b.pointer)));
}

/** Returns the index of the first entry whose pointer is not less than the given one. */
function seek(entries: readonly Entry[], pointer: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    work.compared++;
    const middle = (low + high) >>> 1;
    if (entries[middle]!.pointer < pointer) low = middle + 1;
    else high = middle;
  }
  return low;
}
