import { isOurs } from './results.ts';
import type { Contenders } from './settings.ts';
import type { Target } from './target.ts';

/** The cases that a bench file registers when it is imported, and that the child process then runs. */

/** One implementation to measure. A contender may have further members for the check of its group. */
export interface Contender {
  /** Does `operations` operations. The result is kept alive until the next call. */
  run(): unknown;
}

export interface TimeCase {
  readonly kind: 'time';
  readonly name: string;
  readonly operations: number;
  readonly size: number | undefined;
  /** An absolute figure that our contender promises. */
  readonly target?: Target | undefined;
  /** Factories, ours first. Each sets its contender up and checks it. */
  readonly contenders: ReadonlyMap<string, () => Promise<Contender>>;
}

/** A structure that a contender built, referenced while the heap is measured. */
export interface Weighed {
  readonly built: unknown;
  /** Throws if `built` is not equivalent to the structures of the others. */
  readonly check: () => void | Promise<void>;
}

export interface MemoryCase {
  readonly kind: 'memory';
  readonly name: string;
  readonly items: number;
  readonly size: number | undefined;
  /** Factories. Each builds the structure to measure. */
  readonly contenders: ReadonlyMap<string, (items: number) => Promise<Weighed>>;
}

export type Case = TimeCase | MemoryCase;

const cases = new Map<string, Case>();

/** The key of a case: its name and, if it has one, its size, such as `storage/get @ 1000`. */
export function caseKey(name: string, size: number | undefined): string {
  return size === undefined ? name : `${name} @ ${size}`;
}

/** Registers a case. @throws Error if the key is taken, or there are no contenders */
export function register(added: Case): void {
  const key = caseKey(added.name, added.size);
  if (cases.has(key)) throw new Error(`Benchmark "${key}" is registered twice`);
  if (added.contenders.size === 0) throw new Error(`Benchmark "${key}" has no contenders`);
  cases.set(key, added);
}

/**
 * The registered cases, with all their contenders or only those that a comparison with the baseline needs. These are our first one and,
 * as a reference of its time, the first peer. Memory needs no reference.
 */
export function registeredCases(contenders: Contenders = 'all'): readonly Case[] {
  const all = [...cases.values()];
  return contenders === 'all' ? all : all.map(withoutOthers);
}

function withoutOthers(one: Case): Case {
  return one.kind === 'memory'
    ? { ...one, contenders: firstOf(one.contenders, 0) }
    : { ...one, contenders: firstOf(one.contenders, 1) };
}

/** The first contender, and as many of the first peers. */
function firstOf<C>(contenders: ReadonlyMap<string, C>, peers: number): ReadonlyMap<string, C> {
  const [ours, ...others] = contenders;
  const found = others.filter(([name]) => !isOurs(name)).slice(0, peers);
  return new Map([...(ours ? [ours] : []), ...found]);
}
