import { Script } from 'node:vm';

import { held } from './sink.ts';
import type { Contender } from './registry.ts';

/** Calls `run()` of one contender `times` times. Returns a promise where the contender is asynchronous. */
export type Loop = (times: number) => void | Promise<void>;

/**
 * A loop of its own for each contender. Were it one function, all contenders would share its inline caches, its call of
 * `run()` would go megamorphic with the fifth contender, and the first ones would have been timed with an inlined call.
 * V8 keeps the feedback per function literal, and gives equal sources with equal origins the same literal; the name of
 * the contender in the origin keeps them apart, and shows in profiles.
 */
export function makeLoop(contender: Contender, label: string, asynchronous: boolean): Loop {
  const source = asynchronous
    ? `(contender, held) => async function loop(times) {
         for (let i = 0; i < times; i++) held.value = await contender.run();
       }`
    : `(contender, held) => function loop(times) {
         for (let i = 0; i < times; i++) held.value = contender.run();
       }`;
  const make: (contender: Contender, sink: typeof held) => Loop = new Script(source, {
    filename: `bench:${label}`,
  }).runInThisContext();
  return make(contender, held);
}
