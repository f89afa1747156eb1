/**
 * Measures the memory of one contender of a memory group, in a process that does nothing else.
 *
 * Each round does a full collection, reads the heap size, builds, does a full collection, and reads again. The difference is the size of the
 * structure. The first round also allocates code, hidden classes and caches, so it does not count. The result is the median of the others.
 *
 * The structure of the previous round must be collected before the first reading, or both readings include one. A forced collection alone does
 * not guarantee that: a background compilation may hold the structure for some milliseconds (a quarter of the rounds of
 * Solid's signals weighed 0 bytes). So each round first waits until a weak reference to the previous structure is empty.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { spreadOf } from './statistics.ts';
import type { MemoryCase, Weighed } from './registry.ts';
import type { ContenderMemory } from './results.ts';

export interface MemorySettings {
  readonly rounds: number;
  readonly collectGarbage: () => void;
  /** Returns the number of bytes in use. */
  readonly usage: () => number;
}

/** The bytes of the managed heap, and of array buffers outside of it. */
export function bytesHeld(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Measures one contender. @throws what the factory or its check throws */
export async function measureMemory(
  weighed: MemoryCase,
  contender: string,
  settings: MemorySettings,
): Promise<ContenderMemory> {
  const make = weighed.contenders.get(contender);
  if (!make) throw new Error(`Expected a contender of "${weighed.name}", found "${contender}"`);
  let last = await checkOnce(make, weighed.items);
  const rounds: number[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    await letGo(last, settings);
    const { bytes, built } = await weighOnce(make, weighed.items, settings);
    rounds.push(bytes / weighed.items);
    last = built;
  }
  return { name: contender, bytes: spreadOf(rounds), rounds };
}

/** A function of its own, because a live stack frame would keep the structure alive. */
async function checkOnce(
  make: (items: number) => Promise<Weighed>,
  items: number,
): Promise<WeakRef<object>> {
  const held = await make(items);
  await held.check();
  return weakly(held);
}

async function weighOnce(
  make: (items: number) => Promise<Weighed>,
  items: number,
  settings: MemorySettings,
): Promise<{ bytes: number; built: WeakRef<object> }> {
  settle(settings);
  const before = settings.usage();
  const held = await make(items);
  settle(settings);
  const bytes = settings.usage() - before;
  // Used after the reading, so that it stays alive until then
  if (held.built === undefined) throw new Error('Nothing was built to be weighed');
  return { bytes, built: weakly(held) };
}

function weakly(held: Weighed): WeakRef<object> {
  return new WeakRef(typeof held.built === 'object' && held.built !== null ? held.built : held);
}

const ATTEMPTS = 40;
const PAUSE = 5;

/** Waits until the last structure is collected. One that is not is retained for good, and is part of both readings. */
async function letGo(last: WeakRef<object>, settings: MemorySettings): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // `deref` keeps the target alive until the end of the task
    await sleep(attempt === 0 ? 0 : PAUSE);
    settle(settings);
    if (last.deref() === undefined) return;
  }
}

/** Collects twice: objects held by finalizers and weak references are freed by the second collection. */
function settle({ collectGarbage }: MemorySettings): void {
  collectGarbage();
  collectGarbage();
}
