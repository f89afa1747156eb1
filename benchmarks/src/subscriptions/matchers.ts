import { parsePattern, WILDCARD } from '@data-map/path';
import { PatternTrie } from '@data-map/subscriptions';
import EventEmitter2 from 'eventemitter2';
import { Qlobber } from 'qlobber';
import { NaiveTrie } from './naive-trie.ts';

/** A set of patterns that finds those that match a pointer. */
export interface PatternSet {
  add(pattern: string, value: number): void;
  remove(pattern: string, value: number): void;
  /** Calls `visit` with the value of each match. If several matching patterns have the same value, it may be visited several times. */
  each(pointer: string, visit: (value: number) => void): void;
}

export type Make = () => PatternSet;

/** Ours: the Set of `match`. */
export function patternTrie(): PatternSet {
  const trie = new PatternTrie<number>();
  return {
    add: (pattern, value) => trie.add(pattern, value),
    remove: (pattern, value) => trie.remove(pattern, value),
    each: (pointer, visit) => trie.match(pointer).forEach(visit),
  };
}

/** Ours, without the Set. */
export function patternTrieEach(): PatternSet {
  const trie = new PatternTrie<number>();
  return {
    add: (pattern, value) => trie.add(pattern, value),
    remove: (pattern, value) => trie.remove(pattern, value),
    each: (pointer, visit) => trie.forEachMatch(pointer, visit),
  };
}

export function qlobber(splits: number): PatternSet {
  const matcher = new Qlobber<number>({
    separator: '/',
    wildcard_one: '*',
    wildcard_some: '**',
    cache_splits: splits,
  });
  return {
    add: (pattern, value) => matcher.add(pattern, value),
    remove: (pattern, value) => matcher.remove(pattern, value),
    each: (pointer, visit) => matcher.match(pointer).forEach(visit),
  };
}

export function emitter(): PatternSet {
  const events = new EventEmitter2({
    wildcard: true,
    delimiter: '/',
    maxListeners: 0,
  });
  const listeners = new Map<number, () => number>();
  const listener = (value: number): (() => number) => {
    let known = listeners.get(value);
    if (known === undefined) listeners.set(value, (known = () => value));
    return known;
  };
  return {
    add: (pattern, value) => events.on(pattern, listener(value)),
    remove: (pattern, value) => events.off(pattern, listener(value)),
    each: (pointer, visit) => {
      for (const hit of events.listeners(pointer)) visit(Number(hit()));
    },
  };
}

/** A list of regular expressions, tried one after the other. */
export function regexScan(): PatternSet {
  const entries = new Map<string, { readonly regex: RegExp; readonly value: number }>();
  return {
    add: (pattern, value) => entries.set(`${value} ${pattern}`, { regex: toRegex(pattern), value }),
    remove: (pattern, value) => entries.delete(`${value} ${pattern}`),
    each: (pointer, visit) => {
      for (const { regex, value } of entries.values()) if (regex.test(pointer)) visit(value);
    },
  };
}

export function naiveTrie(): PatternSet {
  const trie = new NaiveTrie<number>();
  return {
    add: (pattern, value) => trie.add(pattern, value),
    remove: (pattern, value) => trie.remove(pattern, value),
    each: (pointer, visit) => trie.match(pointer).forEach(visit),
  };
}

/** The lower bound: a lookup of the precomputed answer for each pointer. */
export function answers(known: ReadonlyMap<string, readonly number[]>): PatternSet {
  return {
    add: () => {},
    remove: () => {},
    each: (pointer, visit) => known.get(pointer)?.forEach(visit),
  };
}

function toRegex(pattern: string): RegExp {
  let source = '';
  for (const step of parsePattern(pattern)) {
    if (step === WILDCARD) source += '/[^/]*';
    else
      source +=
        typeof step === 'string' ? `/${step.replaceAll(/[^\w]/g, String.raw`\$&`)}` : '(?:/[^/]*)*';
  }
  return new RegExp(`^${source}$`, 'u');
}
