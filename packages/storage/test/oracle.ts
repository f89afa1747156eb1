/**
 * The naive store that FlatStore is compared with: one JSON document, cloned as a whole for every operation, pointers
 * followed segment by segment. Slow and plain; it shares no code with the store but the parsing of pointers.
 */

import { parsePointer } from '@data-map/path';
import type { Change } from '@data-map/storage';

type Json = unknown;
type Dict = Record<string, Json>;

/** Thrown where the store must throw a StorageError. */
export class Refused extends Error {}

export function clone<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** A text that is the same for equal documents, whatever the order of their members. */
export function canonical(value: Json): string {
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).toSorted();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Dict)[name])}`).join()}}`;
  }
  return JSON.stringify(value);
}

const isIndex = (token: string): boolean => /^(?:0|[1-9]\d*)$/.test(token);

function child(value: Json, token: string): Json {
  if (Array.isArray(value)) return isIndex(token) ? value[Number(token)] : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
  return (value as Dict)[token];
}

function define(object: Json, token: string, value: Json): void {
  Object.defineProperty(object, token, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

export class Oracle {
  doc: Json;

  constructor(doc: Json) {
    this.doc = clone(doc);
  }

  get(pointer: string): Json {
    let value = this.doc;
    for (const token of parsePointer(pointer)) {
      value = child(value, token);
      if (value === undefined) return undefined;
    }
    return value;
  }

  set(pointer: string, value: Json): void {
    this.doc = put(clone(this.doc), parsePointer(pointer), clone(value), false);
  }

  delete(pointer: string): void {
    if (pointer === '') throw new Refused();
    if (this.get(pointer) !== undefined) this.doc = cut(clone(this.doc), parsePointer(pointer));
  }

  splice(pointer: string, start: number, count: number, values: Json[]): void {
    const array = this.get(pointer);
    if (array === undefined) {
      // A missing array is created, so everything that makes its creation fail makes this fail
      const probe = new Oracle(this.doc);
      probe.set(pointer, values);
      if (start !== 0) throw new Refused();
      if (values.length > 0) this.doc = probe.doc;
      return;
    }
    if (!Array.isArray(array) || start > array.length) throw new Refused();
    const next = clone(array);
    next.splice(start, count, ...clone(values));
    this.set(pointer, next);
  }

  move(from: string, to: string): void {
    const value = this.get(from);
    if (value === undefined) throw new Refused();
    if (from === to) return;
    if (to.startsWith(`${from}/`)) throw new Refused();
    if (to === '') {
      this.doc = clone(value);
      return;
    }
    this.doc = put(cut(clone(this.doc), parsePointer(from)), parsePointer(to), clone(value), true);
  }

  sort(pointer: string, compare: (a: Json, b: Json) => number): void {
    const array = this.get(pointer);
    if (!Array.isArray(array)) throw new Refused();
    this.set(pointer, clone(array).toSorted(compare));
  }

  reverse(pointer: string): void {
    const array = this.get(pointer);
    if (!Array.isArray(array)) throw new Refused();
    this.set(pointer, clone(array).toReversed());
  }
}

/** Applies a Change to a document literally, without any code of the store. */
export function naiveApply(doc: Json, change: Change): Json {
  const next = clone(doc);
  const tokens = change.segments.map(String);
  switch (change.op) {
    case 'add':
      return put(next, tokens, clone(change.value), true);
    case 'replace':
      return put(next, tokens, clone(change.value), false);
    case 'remove':
      return cut(next, tokens);
    case 'move':
      return moved(next, change.fromSegments!.map(String), tokens);
  }
}

function moved(doc: Json, from: string[], to: string[]): Json {
  let value = doc;
  for (const token of from) value = child(value, token);
  const taken = clone(value);
  return put(cut(doc, from), to, taken, true);
}

function put(doc: Json, tokens: string[], value: Json, insert: boolean): Json {
  if (tokens.length === 0) return value;
  let at = doc;
  let isMade = false;
  for (const [i, token] of tokens.entries()) {
    const last = i === tokens.length - 1;
    if (Array.isArray(at)) {
      const index = token === '-' ? at.length : Number(token);
      if (token !== '-' && !isIndex(token)) throw new Refused();
      if (index > at.length) throw new Refused();
      if (last && insert) at.splice(index, 0, value);
      else if (last) at[index] = value;
      // A move creates no element in an existing array on its way
      else if (insert && !isMade && index === at.length) throw new Refused();
      else at = at[index] ??= missing(tokens[i + 1]!, index === at.length ? undefined : at[index]);
    } else if (typeof at === 'object' && at !== null) {
      if (last) define(at, token, value);
      else {
        if (!Object.hasOwn(at, token)) {
          define(at, token, missing(tokens[i + 1]!, undefined));
          isMade = true;
        }
        at = (at as Dict)[token];
      }
    } else {
      throw new Refused();
    }
  }
  return doc;
}

/** The container to create for a missing parent; null is a leaf, so it is not missing. */
function missing(next: string, found: Json): Json {
  if (found === null) throw new Refused();
  return next === '0' || next === '-' ? [] : {};
}

function cut(doc: Json, tokens: string[]): Json {
  let at = doc;
  for (const token of tokens.slice(0, -1)) at = child(at, token);
  const last = tokens.at(-1)!;
  if (Array.isArray(at)) at.splice(Number(last), 1);
  else delete (at as Dict)[last];
  return doc;
}
