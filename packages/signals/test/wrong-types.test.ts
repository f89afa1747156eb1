import { expect, test } from 'vitest';
import {
  action,
  batch,
  Computed,
  computed,
  createModel,
  Effect,
  effect,
  effectScope,
  signal,
  untracked,
} from '../src/index.ts';

const calls: [string, (wrong: any) => unknown][] = [
  ['effect', (wrong) => effect(wrong)],
  ['computed', (wrong) => computed(wrong)],
  ['effectScope', (wrong) => effectScope(wrong)],
  ['subscribe', (wrong) => signal(1).subscribe(wrong)],
  ['new Computed', (wrong) => new Computed(wrong)],
  ['new Effect', (wrong) => new Effect(wrong)],
  ['batch', (wrong) => batch(wrong)],
  ['untracked', (wrong) => untracked(wrong)],
  ['action', (wrong) => action(wrong)],
  ['createModel', (wrong) => createModel(wrong)],
];

test.each(calls)(
  'ALL4: %s throws at once if it is passed something other than a function',
  (_, call) => {
    for (const [wrong, found] of [
      [5, '5'],
      [undefined, 'undefined'],
      [null, 'null'],
      [{}, 'an object'],
    ]) {
      expect(() => call(wrong)).toThrow(TypeError);
      expect(() => call(wrong)).toThrow(`Expected a function, found ${found}`);
    }
  },
);

test('ALL4: a rejected argument leaves no batch open, and tracking goes on', () => {
  const a = signal(0);
  const seen: number[] = [];
  effect(() => {
    expect(() => untracked(5 as never)).toThrow('found 5');
    expect(() => batch(5 as never)).toThrow('found 5');
    seen.push(a.value);
  });
  a.value = 1;
  batch(() => {
    expect(() => batch(undefined as never)).toThrow('found undefined');
    a.value = 2;
  });
  expect(seen).toEqual([0, 1, 2]);
});

test('ALL4: options that are not an object, or hold something other than a function, are rejected', () => {
  const makers = [(wrong: any) => signal(1, wrong), (wrong: any) => computed(() => 1, wrong)];
  for (const make of makers) {
    expect(() => make('me')).toThrow('Expected an object of options, found me');
    expect(() => make(5)).toThrow(TypeError);
    for (const name of ['equals', 'watched', 'unwatched']) {
      expect(() => make({ [name]: 5 })).toThrow('Expected a function, found 5');
      expect(() => make({ [name]: undefined })).not.toThrow();
    }
  }
  expect(() => effect(() => {}, 'me' as never)).toThrow('Expected an object of options, found me');
});

test('SIG4: without equals, or with null for it, values are compared by ===', () => {
  const a = signal(1, { equals: null } as never);
  a.value = 2;
  expect(a.value).toBe(2);
});
