/**
 * Measures the memory of one contender of a memory group, in a process that does nothing else.
 *
 * A structure is weighed twice. After a full collection the heap size is read, the structure is built, and after another collection the
 * heap has grown by its size. Then it is let go, and after a third collection the heap has shrunk by its size. The growth is a
 * round. The first structure also brings code, hidden classes and caches, so it does not count. The result is the median of the rounds.
 *
 * If the heap shrinks by more than it has grown, the structure before was still there at the first reading, and went meanwhile. A forced
 * collection alone does not prevent that: a background compilation may hold the structure, or a part of it, for some milliseconds (a
 * quarter of the rounds of Solid's signals weighed 0 bytes, and one process weighed 56 bytes for a watched leaf instead of 565). So each
 * structure is let go until a weak reference to it is empty, and such a weighing is repeated. A heap that shrinks by less is no
 * fault: signal-polyfill keeps what was watched for good.
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
  await letGo(await checkOnce(make, weighed.items), settings);
  const rounds: number[] = [];
  while (rounds.length < settings.rounds)
    rounds.push((await weigh(make, weighed.items, settings)) / weighed.items);
  return { name: contender, bytes: spreadOf(rounds), rounds };
}

/** How often a structure is weighed at most. */
const WEIGHINGS = 5;
/** By which part of it the shrinkage may exceed the growth, since code is compiled and caches are filled meanwhile. */
const TOLERANCE = 0.02;

/** Returns the first growth that is one, and that the shrinkage does not exceed; otherwise the median of all. */
async function weigh(
  make: (items: number) => Promise<Weighed>,
  items: number,
  settings: MemorySettings,
): Promise<number> {
  const growths: number[] = [];
  while (growths.length < WEIGHINGS) {
    const { before, full, built } = await weighOnce(make, items, settings);
    await letGo(built, settings);
    const growth = full - before;
    const shrinkage = full - settings.usage();
    if (growth > 0 && growth >= shrinkage * (1 - TOLERANCE)) return growth;
    growths.push(growth);
  }
  return spreadOf(growths).median;
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
): Promise<{ before: number; full: number; built: WeakRef<object> }> {
  settle(settings);
  const before = settings.usage();
  const held = await make(items);
  settle(settings);
  const full = settings.usage();
  // Used after the reading, so that it stays alive until then
  if (held.built === undefined) throw new Error('Nothing was built to be weighed');
  return { before, full, built: weakly(held) };
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
