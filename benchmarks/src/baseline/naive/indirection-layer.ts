/**
 * Bottleneck 4 as the founding plan found it: the next free slot is found by collecting the used ones in a Set and
 * counting up from zero. O(n) for each allocation.
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
