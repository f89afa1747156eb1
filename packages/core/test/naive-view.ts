/**
 * The oracle of `OrderedView`: a view of a nodelist (sorted, limited, paired by key) that is rebuilt after each delta.
 */
import type { QueryDelta } from '@data-map/path';
import { jsonEqual } from '@data-map/path';
import type { LiveQueryOptions } from '../src/ordered-view.ts';

interface Node {
  readonly id: unknown;
  readonly value: unknown;
  readonly pointer: string;
}

export class NaiveView {
  rows: readonly Node[];
  readonly #options: LiveQueryOptions;
  #nodes: readonly Node[];

  constructor(nodes: readonly Omit<Node, 'id'>[], options: LiveQueryOptions) {
    this.#options = options;
    this.#nodes = nodes.map(({ value, pointer }) => ({ id: {}, value, pointer }));
    this.rows = this.#present();
  }

  apply(delta: QueryDelta, now: readonly Omit<Node, 'id'>[]): unknown {
    this.#nodes = followed(this.#nodes, delta, now);
    const before = this.rows;
    this.rows = this.#present();
    return compared(before, this.rows);
  }

  #present(): Node[] {
    const { sort, limit, key } = this.#options;
    const sorted = this.#nodes.toSorted((a, b) => sort?.(a.value, b.value) ?? 0).slice(0, limit);
    return key === undefined
      ? sorted
      : sorted.map(({ value, pointer }) => ({ id: key(value), value, pointer }));
  }
}

/** The identities of the nodes, derived from a `QueryDelta` as documented, with current values and pointers. */
function followed(
  nodes: readonly Node[],
  { added, removed, moved }: QueryDelta,
  now: readonly Omit<Node, 'id'>[],
): Node[] {
  const leaving = new Set([
    ...removed.map((one) => one.index),
    ...moved.map((one) => one.fromIndex),
  ]);
  const staying = nodes.filter((_, index) => !leaving.has(index));
  const ids = new Map<number, unknown>();
  for (const { index } of added) ids.set(index, {});
  for (const { index, fromIndex } of moved) ids.set(index, nodes[fromIndex]?.id);
  return now.map(({ value, pointer }, index) => ({
    id: ids.has(index) ? ids.get(index) : staying.shift()?.id,
    value,
    pointer,
  }));
}

function compared(before: readonly Node[], after: readonly Node[]): unknown {
  const nth = (rows: readonly Node[], at: number): number =>
    rows.slice(0, at).filter(({ id }) => id === rows[at]?.id).length;
  const origins = after.map(({ id }, index) =>
    before.findIndex((row, at) => row.id === id && nth(before, at) === nth(after, index)),
  );
  const isStaying = (at: number): boolean => origins.includes(at);
  const node = ({ value, pointer }: Node, index: number): object => ({ index, pointer, value });
  const stayed = after.flatMap((row, index) => {
    const fromIndex = origins[index] ?? -1;
    const origin = before[fromIndex];
    if (origin === undefined) return [];
    const rank = origins.slice(0, index).filter((at) => at >= 0).length;
    const formerRank = before.slice(0, fromIndex).filter((_, at) => isStaying(at)).length;
    return [
      {
        row,
        index,
        origin,
        fromIndex,
        isMoved: rank !== formerRank || row.pointer !== origin.pointer,
      },
    ];
  });
  return {
    added: after.flatMap((row, index) => ((origins[index] ?? -1) < 0 ? [node(row, index)] : [])),
    removed: before.flatMap((row, index) => (isStaying(index) ? [] : [node(row, index)])),
    changed: stayed
      .filter(({ row, origin }) => !jsonEqual(row.value, origin.value))
      .map(({ row: { value, pointer }, index, origin }) => {
        return { index, pointer, value, previous: origin.value };
      }),
    moved: stayed
      .filter(({ isMoved }) => isMoved)
      .map(({ row: { value, pointer }, index, origin, fromIndex }) => {
        return { index, pointer, value, from: origin.pointer, fromIndex };
      }),
  };
}
