/**
 * Which parts of two values are equal as JSON, each part being looked at once however often it is asked about.
 *
 * Somebody who compares two trees from the top asks about a pair, and then about the pairs inside of it, down to the leaf that
 * differs: asked afresh each time, that is quadratic in the depth. So what is found out about pairs of containers is remembered
 * (`isEqual`), and where many are compared with many, each container has the number of its class (`classOf`), which is
 * that of its text with the classes of its children in place of them.
 *
 * Iterative, since the depth is the user's. What contains itself has no end of parts: a pair of such values is not compared, and
 * in classes each is by itself.
 */
import { goesRound, isPlainObject, jsonEqual } from '@data-map/path';

type Container = Readonly<Record<string | number, unknown>>;

/** Two containers of the same kind and size, whose members are being compared. */
interface Pair {
  readonly before: Container;
  readonly after: Container;
  /** The names of members; undefined for arrays. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  at: number;
}

/** In place of the class of a container around the one that is being looked at. */
const OPEN = -1;

export class Sameness {
  /** Two containers that contain themselves were met: `isEqual` says no from then on. */
  isEndless = false;
  readonly #verdicts = new Map<unknown, readonly [after: unknown, isEqual: boolean]>();
  readonly #containers = new Map<unknown, number>();
  readonly #leaves = new Map<unknown, number>();
  readonly #texts = new Map<string, number>();

  /** O(what the two do not share), less what was compared before. */
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

  /** Equal values have the same number. O(size), less what was seen before. */
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

  /** What is known at once; otherwise the pair is put at the end of the way. */
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

  /** A way down has come back to a container that is being looked at: all of these lead there, and are like no other. */
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
