/**
 * Bottleneck 4 as the founding plan found it: to find a free slot, it collects the used ones in a Set and
 * counts up from zero. O(n) for each allocation.
 */
export class NaiveIndirectionLayer {
  readonly #physical: number[] = [];

  get length(): number {
    return this.#physical.length;
  }

  physical(logical: number): number {
    return this.#physical[logical] ?? -1;
  }

  allocate(): number {
    const used = new Set(this.#physical);
    let slot = 0;
    while (used.has(slot)) slot++;
    this.#physical.push(slot);
    return slot;
  }

  deallocate(logical: number): number {
    return this.#physical.splice(logical, 1)[0] ?? -1;
  }
}
