import { formatPointer, type Segment, type Segments } from '@data-map/path';
import type { ChangeRecord } from '@data-map/subscriptions';

type Members = Record<string, unknown>;

/** A naive store: copies the path to every edit, freezes the document, and returns Changes as specs/seams.md demands. */
export class ModelStore {
  document: unknown;

  constructor(document: unknown) {
    this.document = freeze(document);
  }

  /** Returns the value at a location. Strict: a number only selects elements of arrays, a string only members of objects. */
  getAt(segments: Segments): unknown {
    return valueAt(this.document, segments);
  }

  /** Replaces or creates a member, or replaces an element. */
  set(segments: Segments, value: unknown): ChangeRecord {
    const previous = this.getAt(segments);
    this.#edit(segments, () => freeze(value));
    const op = previous === undefined ? 'add' : 'replace';
    return { op, pointer: formatPointer(segments), segments, value, previous };
  }

  /** Deletes a member, or an element, which shifts those behind it. */
  remove(segments: Segments): ChangeRecord {
    const previous = this.getAt(segments);
    this.#take(segments);
    return { op: 'remove', pointer: formatPointer(segments), segments, value: undefined, previous };
  }

  insert(segments: Segments, value: unknown): ChangeRecord {
    this.#put(segments, value);
    return { op: 'add', pointer: formatPointer(segments), segments, value, previous: undefined };
  }

  /** Moves a value; `segments` is the target after the removal. */
  move(fromSegments: Segments, segments: Segments): ChangeRecord {
    const value = this.getAt(fromSegments);
    this.#take(fromSegments);
    this.#put(segments, value);
    const [from, pointer] = [formatPointer(fromSegments), formatPointer(segments)];
    return { op: 'move', pointer, segments, value, previous: undefined, from, fromSegments };
  }

  #take(segments: Segments): void {
    const key = segments.at(-1) ?? '';
    this.#edit(segments.slice(0, -1), (container) =>
      Array.isArray(container)
        ? container.filter((_, at) => at !== key)
        : withoutMember(container as Members, String(key)),
    );
  }

  #put(segments: Segments, value: unknown): void {
    const key = segments.at(-1) ?? '';
    this.#edit(segments.slice(0, -1), (container) =>
      Array.isArray(container)
        ? container.toSpliced(Number(key), 0, value)
        : withMember(container as Members, String(key), value),
    );
  }

  #edit(segments: Segments, edit: (value: unknown) => unknown): void {
    const along = (value: unknown, depth: number): unknown => {
      const key = segments[depth];
      if (key === undefined) return edit(value);
      const child = along(valueAt(value, [key]), depth + 1);
      if (Array.isArray(value)) return value.with(Number(key), child);
      return withMember(value as Members, String(key), child);
    };
    this.document = freeze(along(this.document, 0));
  }
}

export function valueAt(document: unknown, segments: Segments): unknown {
  let value = document;
  for (const segment of segments) {
    if (Array.isArray(value) ? typeof segment !== 'number' : typeof segment === 'number')
      return undefined;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment))
      return undefined;
    value = (value as Record<Segment, unknown>)[segment];
  }
  return value;
}

/** Yields all locations of a document, in document order. */
export function* locations(value: unknown, above: Segments = []): Generator<Segments> {
  yield above;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value))
    for (const [at, child] of value.entries()) yield* locations(child, [...above, at]);
  else for (const [key, child] of Object.entries(value)) yield* locations(child, [...above, key]);
}

function withMember(object: Members, key: string, value: unknown): Members {
  return Object.fromEntries([
    ...Object.entries(object).filter(([name]) => name !== key),
    [key, value],
  ]);
}

function withoutMember(object: Members, key: string): Members {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
}
