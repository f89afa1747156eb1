import { PointerSyntaxError } from '@data-map/path';
import { expect, test } from 'vitest';
import {
  PatternIndex,
  PatternTrie,
  SubscriptionEngine,
  SubscriptionOptionError,
} from '../src/index.ts';

const engine = (): SubscriptionEngine => new SubscriptionEngine({ getAt: () => 1 });

const calls: [string, (wrong: any) => unknown][] = [
  ['PatternTrie.add', (wrong) => new PatternTrie().add(wrong, 1)],
  ['PatternTrie.remove', (wrong) => new PatternTrie().remove(wrong, 1)],
  ['PatternIndex.add', (wrong) => new PatternIndex().add(wrong, 1)],
  // These used to take a value without a length for the root
  ['PatternTrie.match', (wrong) => new PatternTrie().match(wrong)],
  ['PatternTrie.forEachMatch', (wrong) => new PatternTrie().forEachMatch(wrong, () => 0)],
  ['PatternIndex.match', (wrong) => new PatternIndex().match(wrong)],
  ['SubscriptionEngine.getAffected', (wrong) => engine().getAffected(wrong)],
  ['SubscriptionEngine.subscribe', (wrong) => engine().subscribe(wrong, () => 0)],
];

test.each(calls)(
  'SUB5, SUB37, ALL4: %s rejects a value that is not a string, and names it',
  (_, call) => {
    for (const wrong of [5, null, undefined, {}]) {
      expect(() => call(wrong)).toThrow(PointerSyntaxError);
      expect(() => call(wrong)).toThrow(
        /^Expected a string but found (5|null|undefined|an object)$/,
      );
    }
  },
);

// It used to fail in the first call that read the document, with the engine's own message
test('SUB37, ALL4: a reader without `getAt` is rejected when it is passed', () => {
  for (const wrong of [undefined, null, 5, {}, { getAt: 1 }] as any[]) {
    expect(() => new SubscriptionEngine(wrong)).toThrow(SubscriptionOptionError);
    expect(() => new SubscriptionEngine(wrong)).toThrow(
      /^Expected getAt to be a function, found (undefined|1)$/,
    );
  }
});

test('SUB37: options that are not an object, and callbacks that cannot be printed, are rejected', () => {
  for (const wrong of [null, 5] as never[])
    expect(() => engine().subscribe('/a', () => 0, wrong)).toThrow(SubscriptionOptionError);
  expect(() => engine().subscribe('/a', Object.create(null))).toThrow(
    'Expected callback to be a function, found an object',
  );
});
