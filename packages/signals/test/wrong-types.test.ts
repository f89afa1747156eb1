import { expect, test } from 'vitest';
import { computed, effect, effectScope, signal } from '../src/index.ts';

const calls: [string, (wrong: any) => unknown][] = [
  ['effect', (wrong) => effect(wrong)],
  ['computed', (wrong) => computed(wrong)],
  ['effectScope', (wrong) => effectScope(wrong)],
  ['subscribe', (wrong) => signal(1).subscribe(wrong)],
];

test.each(calls)('ALL4: %s refuses what is no function where it is passed', (_, call) => {
  for (const [wrong, found] of [
    [5, '5'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'an object'],
  ]) {
    expect(() => call(wrong)).toThrow(TypeError);
    expect(() => call(wrong)).toThrow(`Expected a function, found ${found}`);
  }
});
