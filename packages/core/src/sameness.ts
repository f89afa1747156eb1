/**
 * Equality as JSON with memory: each part of two values is compared once, however often it is asked about.
 *
 * Whoever compares two trees from the top asks about a pair, then about the pairs inside it, and so on down to the leaf that
 * differs. If each comparison started from scratch, that would be quadratic in the depth. So `isEqual` remembers its verdict
 * for each pair of containers.
 *
 * Where many values are compared with many, `classOf` numbers the equivalence classes instead. The class of a container is found
 * by a text, made of its keys and the classes of its children:
 *
 *     { a: [1], b: [1] }     1 is class 0     [1] is ",0", class 1     the whole is '["a","b"],1,1', class 2
 *
 * Iterative, since the depth is up to the user. A value that contains itself has no end of parts: pairs of such values are not
 * compared (`isEndless`), and each has a class of its own.
 */
import { goesRound, isPlainObject, jsonEqual } from '@data-map/path';

type Container = Readonly<Record<string | number, unknown>>;

/** Two containers of the same kind and size whose members are being compared. */
interface Pair {
  readonly before: Container;
  readonly after: Container;
  /** The names of the members; `undefined` for arrays. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  at: number;
}

/** The provisional class of a container whose children are being classified. */
const OPEN = -1;

export class Sameness {
  /** Whether two containers that contain themselves were met. From then on, `isEqual` returns `false` for all but identical values. */
  isEndless = false;
  readonly #verdicts = new Map<unknown, readonly [after: unknown, isEqual: boolean]>();
  readonly #containers = new Map<unknown, number>();
  readonly #leaves = new Map<unknown, number>();
  readonly #texts = new Map<string, number>();

  /** O(the parts that the two do not share by reference and that were not compared before). */
  isEqual(before: unknown, after: unknown): boolean {
    if (before === after) return true;
    if (this.isEndless) return false;
    const way: Pair[] = [];
    const marks: unknown[] = [];
    const verdict = this.#enter(before, after, way);
    if (verdict !== undefined) return verdict;
    for (let pair; (pair = way.at(-1)) !== undefined;) {
      if (pair.at === 0 && goesRound(pair.before, way.length, marks)) {
        this.isEndless = true;
        return false;
      }
      if (pair.at === pair.length) {
        this.#verdicts.set(pair.before, [pair.after, true]);
        way.pop();
        continue;
      }
      const key = pair.keys?.[pair.at] ?? pair.at;
      pair.at++;
      if (
        (pair.keys === undefined || Object.hasOwn(pair.after, key)) &&
        this.#enter(pair.before[key], pair.after[key], way) !== false
      )
        continue;
      for (const { before: a, after: b } of way) this.#verdicts.set(a, [b, false]);
      return false;
    }
    return true;
  }

  /** Returns a number that is the same for equal values. O(size of the parts that were not classified before). */
  classOf(value: unknown): number {
    const pending = [value];
    while (pending.length > 0) {
      const item = pending.at(-1);
      const { length } = pending;
      if (!isContainer(item) || (this.#containers.get(item) ?? OPEN) !== OPEN) {
        pending.pop();
        continue;
      }
      const keys = Array.isArray(item) ? undefined : Object.keys(item).sort();
      let text = keys === undefined ? '' : JSON.stringify(keys);
      for (let i = 0, many = (keys ?? item)['length'] as number; i < many; i++) {
        const child = item[keys === undefined ? i : keys[i]!];
        const isLeaf = !isContainer(child);
        const known = isLeaf ? this.#number(this.#leaves, child) : this.#containers.get(child);
        if (known === OPEN) return this.#close(pending);
        if (known === undefined) pending.push(child);
        else text += `,${known}`;
      }
      if (pending.length > length) {
        this.#containers.set(item, OPEN);
        continue;
      }
      pending.pop();
      this.#containers.set(item, this.#number(this.#texts, text));
    }
    return this.#known(value);
  }

  /**
   * Returns the classes of two long lists of values. What is in both by reference is not entered, and a value that has a *hint* (made
   * of its own leaves) which no value of the other list has is not classified: its class is negative, and equals none of the other list.
   */
  classesOf(before: readonly unknown[], after: readonly unknown[]): [number[], number[]] {
    const there = new Set(after);
    const shared = new Set(before.filter((value) => there.has(value)));
    const hint = (value: unknown): number => (shared.has(value) ? -1 : this.#hintOf(value));
    const hints = [before.map(hint), after.map(hint)] as const;
    const [ours, theirs] = [new Set(hints[0]), new Set(hints[1])];
    const classOf = (value: unknown, isKnown: boolean, other: number): number => {
      if (shared.has(value)) return this.#number(this.#leaves, value);
      return isKnown ? this.classOf(value) : other;
    };
    return [
      before.map((value, i) => classOf(value, theirs.has(hints[0][i]!), -1)),
      after.map((value, j) => classOf(value, ours.has(hints[1][j]!), -2)),
    ];
  }

  /** Returns a number that is the same for equal values, and perhaps for others. O(members). */
  #hintOf(value: unknown): number {
    if (!isContainer(value)) return this.#number(this.#leaves, value);
    let hint = 0;
    for (const key of Object.keys(value)) {
      const child = value[key];
      const leaf = isContainer(child) ? 0 : this.#number(this.#leaves, child) + 1;
      // The order of members does not count
      hint = (hint + Math.imul(leaf * 2 + 1, this.#number(this.#leaves, key) * 2 + 1)) >>> 0;
    }
    return hint;
  }

  /** Returns the verdict on a pair if it is known at once; otherwise pushes the pair onto `way`. */
  #enter(before: unknown, after: unknown, way: Pair[]): boolean | undefined {
    if (before === after) return true;
    const isArray = Array.isArray(before);
    if (!isContainer(before) || !isContainer(after) || Array.isArray(after) !== isArray)
      return jsonEqual(before, after);
    const known = this.#verdicts.get(before);
    if (known?.[0] === after) return known[1];
    const keys = isArray ? undefined : Object.keys(before);
    const length = (keys ?? before)['length'] as number;
    if (length !== (isArray ? after['length'] : Object.keys(after).length)) return false;
    way.push({ before, after, keys, length, at: 0 });
    return undefined;
  }

  /** Called when the descent returns to an open container: all open ones lead there, and so contain a cycle. Each gets its own class. */
  #close(way: readonly unknown[]): number {
    for (const item of way) {
      if (this.#containers.get(item) === OPEN)
        this.#containers.set(item, this.#number(this.#leaves, item));
    }
    return this.#known(way[0]);
  }

  #known(value: unknown): number {
    return this.#containers.get(value) ?? this.#number(this.#leaves, value);
  }

  #number<K>(classes: Map<K, number>, key: K): number {
    let found = classes.get(key);
    if (found === undefined) classes.set(key, (found = this.#leaves.size + this.#texts.size));
    return found;
  }
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}
