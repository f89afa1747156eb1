/**
 * Whose turn it is: hands out numbered copies, of as many kinds as there are, round and round.
 *
 * One compilation takes the copies that it needs and must be over before the next one begins. What begins again under a key that was
 * seen before takes the same copies, unless the turn has come round since and somebody else has some of them. O(kinds) to begin.
 *
 * Stable for use inside this package: `Turns`.
 */
export class Turns {
  /** How many copies there are of each kind. */
  readonly #copies: ReadonlyMap<string, number>;
  readonly #capacity: number;
  /** How many were handed out of each kind, from the beginning on. */
  readonly #next: Count = {};
  /** What `#next` was when a key first began, the key that began the longest ago first. */
  readonly #starts = new Map<string, Count>();

  /** Remembers as many keys as there are copies of the most frequent kind: older ones have lost theirs. */
  constructor(copies: ReadonlyMap<string, number>) {
    this.#copies = copies;
    this.#capacity = Math.max(...copies.values());
  }

  /** The number of the copy to use, for one kind after the other. */
  begin(key: string): (kind: string) => number {
    const known = this.#starts.get(key);
    const isKept = known !== undefined && !this.#isRoundSince(known);
    const turns: Count = isKept ? { ...known } : { ...this.#next };
    if (!isKept) this.#remember(key, { ...turns });
    return (kind) => {
      const turn = turns[kind] ?? 0;
      turns[kind] = turn + 1;
      if (!isKept) this.#next[kind] = turn + 1;
      return turn % (this.#copies.get(kind) ?? 1);
    };
  }

  #isRoundSince(start: Count): boolean {
    for (const [kind, copies] of this.#copies) {
      if ((this.#next[kind] ?? 0) - (start[kind] ?? 0) > copies) return true;
    }
    return false;
  }

  #remember(key: string, start: Count): void {
    this.#starts.delete(key);
    this.#starts.set(key, start);
    const [oldest] = this.#starts.keys();
    if (this.#starts.size > this.#capacity && oldest !== undefined) this.#starts.delete(oldest);
  }
}

type Count = Record<string, number>;
