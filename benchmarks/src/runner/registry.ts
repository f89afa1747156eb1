import type { Target } from './target.ts';

/** What a bench file registers when it is imported; the child process runs it afterwards. */

/** One implementation under the clock. A contender may carry further members for the check of its group. */
export interface Contender {
  /** Does `operations` operations. What it returns is kept alive for one call. */
  run(): unknown;
}

export interface TimeCase {
  readonly kind: 'time';
  readonly name: string;
  readonly operations: number;
  readonly size: number | undefined;
  /** What was promised of ours in absolute figures. */
  readonly target?: Target | undefined;
  /** The first is ours. Each sets its contender up and checks it. */
  readonly contenders: ReadonlyMap<string, () => Promise<Contender>>;
}

/** What a contender built, held while the heap is measured. */
export interface Weighed {
  readonly built: unknown;
  /** Throws where `built` is not what the others built. */
  readonly check: () => void | Promise<void>;
}

export interface MemoryCase {
  readonly kind: 'memory';
  readonly name: string;
  readonly items: number;
  readonly size: number | undefined;
  /** Each builds what is to be weighed. */
  readonly contenders: ReadonlyMap<string, (items: number) => Promise<Weighed>>;
}

export type Case = TimeCase | MemoryCase;

const cases = new Map<string, Case>();

/** A case is known by its name and, where it has one, its size: `storage/get @ 1000`. */
export function caseKey(name: string, size: number | undefined): string {
  return size === undefined ? name : `${name} @ ${size}`;
}

/** Throws where the key is taken or nothing competes. */
export function register(added: Case): void {
  const key = caseKey(added.name, added.size);
  if (cases.has(key)) throw new Error(`Benchmark "${key}" is registered twice`);
  if (added.contenders.size === 0) throw new Error(`Benchmark "${key}" has no contenders`);
  cases.set(key, added);
}

export function registeredCases(): readonly Case[] {
  return [...cases.values()];
}
