/**
 * Bottlenecks 2 and 6 as the founding plan found them: a Map from pointers to leaves. Everything but the value of a leaf
 * is built from all leaves, O(n). The keys are a sorted array, O(n log n), even if only one is needed.
 */
export class NaiveFlatStore {
  readonly #leaves = new Map<string, unknown>();

  constructor(document: unknown) {
    this.#flatten('', document);
  }

  #flatten(pointer: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) {
      this.#leaves.set(pointer, value);
      return;
    }
    for (const [key, child] of Object.entries(value)) this.#flatten(`${pointer}/${key}`, child);
  }

  get(pointer: string): unknown {
    return this.#leaves.get(pointer);
  }

  set(pointer: string, leaf: unknown): void {
    this.#leaves.set(pointer, leaf);
  }

  keys(prefix = ''): string[] {
    const below = prefix === '' ? '' : `${prefix}/`;
    const found: string[] = [];
    for (const key of this.#leaves.keys()) {
      if (key === prefix || key.startsWith(below)) found.push(key);
    }
    return found.toSorted();
  }

  /** The document, rebuilt from its leaves. A container whose first key is a number becomes an array. */
  toObject(): unknown {
    const root: { top?: unknown } = {};
    for (const [pointer, leaf] of this.#leaves) {
      let container: Record<string, unknown> = root;
      let key = 'top';
      for (const segment of pointer.split('/').slice(1)) {
        const next = (container[key] ??= /^\d+$/.test(segment) ? [] : {});
        container = next as Record<string, unknown>;
        key = segment;
      }
      container[key] = leaf;
    }
    return root.top;
  }
}
