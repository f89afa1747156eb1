import { expect, test } from 'vitest';
import { PersistentVector } from '../src/index.ts';
import { checkVector } from './vector-invariants.ts';

test('random edits agree with an array', () => {
  let seed = 1;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 40; round++) {
    let model = Array.from({ length: random(3000) }, (_, i) => i);
    let vector = PersistentVector.from(model);
    for (let step = 0; step < 60; step++) {
      const n = model.length;
      const i = random(n + 1);
      const j = random(n + 1);
      switch (random(8)) {
        case 0:
          vector = vector.slice(Math.min(i, j), Math.max(i, j) + 1000);
          model = model.slice(Math.min(i, j), Math.max(i, j) + 1000);
          break;
        case 1:
          vector = vector.concat(vector.slice(i));
          model = model.concat(model.slice(i));
          break;
        case 2:
          vector = vector.insert(i, 5, 6, 7);
          model.splice(i, 0, 5, 6, 7);
          break;
        case 3:
          for (let k = 0; k < 100; k++) {
            vector = vector.push(k);
            model.push(k);
          }
          break;
        case 4:
          if (i < n) {
            vector = vector.remove(i);
            model.splice(i, 1);
          }
          break;
        case 5:
          for (let k = 0; k < 100; k++) {
            vector = vector.pop();
            model.pop();
          }
          break;
        case 6:
          for (let k = 0; k < 50 && i < model.length; k++) {
            vector = vector.remove(i);
            model.splice(i, 1);
          }
          break;
        default:
          for (let k = 0; k < 50; k++) {
            vector = vector.insert(i, k);
            model.splice(i, 0, k);
          }
      }
      if (model.length > 20000) {
        model = model.slice(5000, 8000);
        vector = vector.slice(5000, 8000);
      }
      checkVector(vector);
      expect(vector.toArray()).toEqual(model);
      expect(model.every((value, at) => vector.get(at) === value)).toBe(true);
    }
  }
});
