/**
 * Weighs one contender of a memory group, in a process that does nothing else.
 *
 * Full collection, reading, build, full collection, reading: the difference is what the structure holds. Code, hidden
 * classes and caches come with the first build, so it does not count; of the others the median does.
 *
 * The build of the round before must be gone by the first reading, or the difference is nothing. A collection alone does
 * not see to that: a compilation in the background may hold the build for some milliseconds (a quarter of the rounds of
 * Solid's signals weighed 0 bytes). So the round begins with waiting for it to go, by a weak reference.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { spreadOf } from './statistics.ts';
import type { MemoryCase, Weighed } from './registry.ts';
import type { ContenderMemory } from './results.ts';

export interface MemorySettings {
  readonly rounds: number;
  readonly collectGarbage: () => void;
  /** Bytes held now. */
  readonly usage: () => number;
}

/** The managed heap and what typed arrays keep outside of it. */
export function bytesHeld(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Throws what the factory or its check throws. */
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

/** Calls of their own, because a frame that lives on would keep what was built. */
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
  // Used after the reading, so that it is alive until then.
  if (held.built === undefined) throw new Error('Nothing was built to be weighed');
  return { bytes, built: weakly(held) };
}

function weakly(held: Weighed): WeakRef<object> {
  return new WeakRef(typeof held.built === 'object' && held.built !== null ? held.built : held);
}

const ATTEMPTS = 40;
const PAUSE = 5;

/** Who is still there after that is held for good, and is then part of both readings. */
async function letGo(last: WeakRef<object>, settings: MemorySettings): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // A weak reference that was looked at holds its target until the end of the task.
    await sleep(attempt === 0 ? 0 : PAUSE);
    settle(settings);
    if (last.deref() === undefined) return;
  }
}

/** What finalisers and weak references hold goes with the second collection. */
function settle({ collectGarbage }: MemorySettings): void {
  collectGarbage();
  collectGarbage();
}
