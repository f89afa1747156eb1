/** Random documents, queries and changes, reproducible by a seed. */

import type { QueryChange } from '@data-map/path';

export type Random = (below: number) => number;

/** Returns a generator of integers from 0 to below a limit, from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

const NAMES = ['a', 'b', 'c', 'a', 'b', '0', '2', '10', '__proto__', 'toString', 'x/y', ''];

export function randomValue(random: Random, depth: number): unknown {
  const kind = depth <= 0 ? 0 : random(5);
  if (kind < 2) return pick(random, [0, 1, 2, 3, 'a', 'ab', 'x', true, false, null]);
  const size = random(5);
  const values = Array.from({ length: size }, () => randomValue(random, depth - 1));
  if (kind > 3) return values;
  return objectOf(values.map((value) => [pick(random, NAMES), value]));
}

/** Makes an object in which, unlike in one made by assignments, `__proto__` is a name like any other. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

export function randomQuery(random: Random): string {
  return `$${randomSegments(random, 1 + random(4), 2)}`;
}

/** A random query with a descendant segment. */
export function randomDescent(random: Random): string {
  const before = randomSegments(random, random(3), 1);
  return `$${before}..${randomSegments(random, 1 + random(2), 2).replace(/^\.\./u, '')}`;
}

function randomSegments(random: Random, count: number, depth: number): string {
  let text = '';
  for (let at = 0; at < count; at++) {
    const descends = random(6) === 0;
    const selectors = Array.from({ length: random(4) === 0 ? 2 + random(2) : 1 }, () =>
      randomSelector(random, depth),
    );
    text += `${descends ? '..' : ''}[${selectors.join(',')}]`;
  }
  return text;
}

function randomSelector(random: Random, depth: number): string {
  switch (random(depth > 0 ? 9 : 6)) {
    case 0:
    case 1:
      return JSON.stringify(pick(random, NAMES));
    case 2:
      return String(random(5) - 2);
    case 3:
      return randomSlice(random);
    case 4:
    case 5:
      return '*';
    default:
      return `?${randomTest(random, depth - 1)}`;
  }
}

function randomSlice(random: Random): string {
  const bound = (): string => (random(2) === 0 ? '' : String(random(7) - 3));
  const step = pick(random, ['', '', ':1', ':2', ':-1', ':-2', ':0']);
  return `${bound()}:${bound()}${step}`;
}

function randomTest(random: Random, depth: number): string {
  const query = (): string =>
    `${pick(random, ['@', '@', '@', '$'])}${randomSegments(random, random(3), depth)}`;
  const single = (): string =>
    pick(random, [
      '@',
      '@.a',
      '@.b',
      '@.a.b',
      '@[0]',
      '@[-1]',
      '$.a',
      '$.b',
      '$.a.b',
      "$.a['0']",
      '$.c[1]',
    ]);
  const literal = (): string => pick(random, ['0', '1', '2', "'a'", 'true', 'null', "'ab'"]);
  switch (random(8)) {
    case 0:
      return query();
    case 1:
      return `!${query()}`;
    case 2:
      return `${single()} ${pick(random, ['==', '!=', '<', '>='])} ${single()}`;
    case 3:
      return `count(${query()}) ${pick(random, ['==', '>', '<'])} ${random(4)}`;
    case 4:
      return `length(${single()}) ${pick(random, ['==', '>'])} ${random(4)}`;
    case 5:
      return `(${randomTest(random, depth)} ${pick(random, ['&&', '||'])} ${randomTest(random, depth)})`;
    case 6:
      return `value(${query()}) == ${literal()}`;
    default:
      return `${single()} ${pick(random, ['==', '!=', '<', '>'])} ${literal()}`;
  }
}

/** A document that is changed by copies, as a store is, and returns the changes that it makes. */
export class RandomDocument {
  value: unknown;
  readonly #random: Random;
  /** One in so many random locations ends at a container instead of going down further. */
  readonly #stops: number;

  constructor(random: Random, stops = 4, depth = 4) {
    this.#random = random;
    this.#stops = stops;
    this.value = randomValue(random, depth);
  }

  /** Makes a random edit, and returns its changes. */
  change(): QueryChange[] {
    const random = this.#random;
    const location = this.#location();
    const parent = location.slice(0, -1);
    const key = location.at(-1);
    if (key === undefined || random(60) === 0) {
      if (random(3) > 0) return this.#grow([]);
      return this.#put('replace', [], this.#fresh());
    }
    switch (random(10)) {
      case 0:
      case 1:
        return this.#remove(location);
      case 2:
      case 3:
      case 4:
        return this.#grow(parent);
      case 5:
        return this.#permute(parent);
      case 6:
        return this.#move(location);
      case 7:
        return this.#put('replace', location, this.#altered(location));
      default:
        return this.#put('replace', location, this.#fresh());
    }
  }

  /** Replaces a random value by a copy of itself in which a few leaves differ. */
  refetch(): QueryChange[] {
    const random = this.#random;
    const location = this.#location().slice(0, -1);
    const text = JSON.stringify(this.getAt(location));
    const copy: unknown = JSON.parse(text, (_, value: unknown) =>
      random(20) > 0 || (typeof value === 'object' && value !== null) ? value : random(4),
    );
    return this.#put('replace', location, copy);
  }

  getAt(location: readonly (string | number)[]): unknown {
    return location.reduce<unknown>(childOf, this.value);
  }

  #fresh(): unknown {
    return randomValue(this.#random, this.#random(4));
  }

  /** The location of a random node. */
  #location(): (string | number)[] {
    const location: (string | number)[] = [];
    for (let value = this.value; ;) {
      const keys = keysOf(value);
      if (keys.length === 0 || (location.length > 0 && this.#random(this.#stops) === 0))
        return location;
      const key = pick(this.#random, keys);
      location.push(key);
      value = childOf(value, key);
    }
  }

  /** Returns a copy of a container with fewer children, and with members in reverse order. */
  #altered(location: readonly (string | number)[]): unknown {
    const value = this.getAt(location);
    if (typeof value !== 'object' || value === null) return this.#fresh();
    if (Array.isArray(value)) return value.filter(() => this.#random(4) > 0);
    return objectOf(
      Object.entries(value)
        .filter(() => this.#random(4) > 0)
        .reverse(),
    );
  }

  #put(
    op: 'add' | 'replace',
    segments: readonly (string | number)[],
    value: unknown,
  ): QueryChange[] {
    this.value = edited(this.value, segments, (container, key) => {
      if (key === undefined) return value;
      if (!Array.isArray(container)) return withMember(container as object, String(key), value);
      return op === 'add'
        ? container.toSpliced(Number(key), 0, value)
        : container.with(Number(key), value);
    });
    return [{ op, segments }];
  }

  #grow(parent: readonly (string | number)[]): QueryChange[] {
    const container = this.getAt(parent);
    if (Array.isArray(container)) {
      return this.#put('add', [...parent, this.#random(container.length + 1)], this.#fresh());
    }
    if (typeof container !== 'object' || container === null) {
      return this.#put('replace', parent, this.#fresh());
    }
    const name = pick(this.#random, NAMES);
    return this.#put(
      Object.hasOwn(container, name) ? 'replace' : 'add',
      [...parent, name],
      this.#fresh(),
    );
  }

  #remove(segments: readonly (string | number)[]): QueryChange[] {
    this.value = edited(this.value, segments, (container, key) => {
      if (Array.isArray(container)) return container.toSpliced(Number(key), 1);
      return objectOf(Object.entries(container as object).filter(([name]) => name !== key));
    });
    return [{ op: 'remove', segments }];
  }

  #permute(segments: readonly (string | number)[]): QueryChange[] {
    const array = this.getAt(segments);
    if (!Array.isArray(array))
      return this.#remove([...segments, pick(this.#random, keysOf(array))]);
    const permutation = array.map((_, index) => index);
    if (this.#random(2) === 0) permutation.reverse();
    else {
      const keys = permutation.map(() => this.#random(100));
      permutation.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    }
    this.value = edited(this.value, [...segments, 0], () => permutation.map((old) => array[old]));
    return [{ op: 'replace', segments, permutation }];
  }

  #move(fromSegments: readonly (string | number)[]): QueryChange[] {
    const value = this.getAt(fromSegments);
    const parent = fromSegments.slice(0, -1);
    const siblings = this.getAt(parent);
    this.#remove(fromSegments);
    const stays = Array.isArray(siblings) && this.#random(3) > 0;
    const target = stays ? parent : this.#location();
    const container = this.getAt(target);
    if (Array.isArray(container)) {
      const segments = [...target, this.#random(container.length + 1)];
      this.#put('add', segments, value);
      return [{ op: 'move', fromSegments, segments }];
    }
    const name = pick(this.#random, NAMES);
    if (typeof container !== 'object' || container === null || Object.hasOwn(container, name)) {
      return [{ op: 'remove', segments: fromSegments }];
    }
    this.#put('add', [...target, name], value);
    return [{ op: 'move', fromSegments, segments: [...target, name] }];
  }
}

function keysOf(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return value.map((_, index) => index);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function childOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) !== (typeof key === 'number')) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function withMember(object: object, name: string, value: unknown): object {
  const copy = { ...object };
  Object.defineProperty(copy, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return copy;
}

/** Returns a copy of a value in which the container at the end of a location is replaced by what `edit` returns for it. */
function edited(
  value: unknown,
  segments: readonly (string | number)[],
  edit: (container: unknown, key: string | number | undefined) => unknown,
): unknown {
  const [key, ...rest] = segments;
  if (key === undefined || rest.length === 0) return edit(value, key);
  const child = edited(childOf(value, key), rest, edit);
  return Array.isArray(value)
    ? value.with(Number(key), child)
    : withMember(value as object, String(key), child);
}
