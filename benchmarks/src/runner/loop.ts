import { Script } from 'node:vm';

import { held } from './sink.ts';
import type { Contender } from './registry.ts';

/** Calls `run()` of one contender `times` times. Returns a promise if the contender is asynchronous. */
export type Loop = (times: number) => void | Promise<void>;

/**
 * Makes a calling loop for one contender. If all contenders shared one function, they would share its inline caches: its call of
 * `run()` would become megamorphic with the fifth contender, while the first ones would have been timed with an inlined call.
 * V8 keeps type feedback per function literal, and treats equal sources with equal origins as the same literal. The name of
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
