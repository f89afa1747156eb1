/**
 * Weighs one contender of a memory group, in a process that does nothing else.
 *
 * Full collection, reading, build, full collection, reading: the difference is what the structure holds. Code, hidden
 * classes and caches come with the first build, so it does not count; of the others the median does.
 */
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
  await (await make(weighed.items)).check();
  const rounds: number[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    rounds.push((await weighOnce(make, weighed.items, settings)) / weighed.items);
  }
  return { name: contender, bytes: spreadOf(rounds), rounds };
}

/** A call of its own, because a frame that lives on would keep the build of the round before. */
async function weighOnce(
  make: (items: number) => Promise<Weighed>,
  items: number,
  settings: MemorySettings,
): Promise<number> {
  settle(settings);
  const before = settings.usage();
  const held = await make(items);
  settle(settings);
  const gained = settings.usage() - before;
  // Used after the reading, so that it is alive until then.
  if (held.built === undefined) throw new Error('Nothing was built to be weighed');
  return gained;
}

/** What finalisers and weak references hold goes with the second collection. */
function settle({ collectGarbage }: MemorySettings): void {
  collectGarbage();
  collectGarbage();
}
