/**
 * Writes at growing distances from the end of the stack, and tells after how many of these descents a store was not whole, or what
 * it had adopted was edited. Run by `stack.test.ts`.
 */
import { isDeepStrictEqual } from 'node:util';
import { FlatStore } from '@data-map/storage';

const WIDTH = 60;

/** Whether the store is consistent after a recursion with stack frames of a size. */
function survives(freeze: boolean, size: number): boolean {
  const document = {
    a: { b: { c: 0 as unknown } },
    o: Object.fromEntries(Array.from({ length: WIDTH }, (_, i) => [`k${i}`, i])),
  };
  const text = JSON.stringify(document);
  const store = new FlatStore(document, { freeze });
  for (let i = 0; i < 9; i++) store.get('/a/b/c');
  let left = 40;
  const dive = (...filler: number[]): void => {
    try {
      dive(...filler);
    } catch {
      // The stack overflowed
    }
    if (left-- < 0) return;
    try {
      store.set('/a/b/c', left);
      store.set(`/o/k${left}`, left);
      store.set('/a/b/d', { left });
    } catch {
      // Still too close to the end of the stack
    }
  };
  dive(...Array.from({ length: size }, () => 0));
  const whole = store.toObject() as typeof document;
  const isTrue =
    store.get('/a/b/c') === whole.a.b.c &&
    store.get('/o/k7') === whole.o['k7'] &&
    isDeepStrictEqual(store.get('/a/b'), whole.a.b);
  store.set('/a/b/c', 'last');
  const { a } = store.toObject() as typeof document;
  return isTrue && a.b.c === 'last' && JSON.stringify(document) === text;
}

let tried = 0;
let broken = 0;
for (const freeze of [true, false]) {
  for (let size = 0; size < WIDTH; size++) {
    tried++;
    if (!survives(freeze, size)) broken++;
  }
}
console.log(JSON.stringify({ tried, broken }));
