import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { copiesFile, copiesOf, GROUPS } from '../scripts/copy-hot.ts';
import { compile } from '../src/jsonpath/query.ts';

describe('hot closures', () => {
  test.for(GROUPS)(
    'JP30: the copies of $name are up to date with their source',
    ({ name, copies }) => {
      expect(readFileSync(copiesFile(name), 'utf8')).toBe(copiesOf(name, copies));
    },
  );

  test('JP30: a query has the same results before and after it becomes hot', () => {
    const document = Array.from({ length: 30_000 }, (_, index) => ({
      a: index % 7,
      b: { c: index % 3 === 0 ? 'x' : 'y', d: [index, -index] },
    }));
    const texts = [
      "$[?@.a > 2 && @.b.c == 'x'].b.d[1]",
      '$[?@.a < 1 || !@.missing].a',
      '$[?@.a >= 6 || @.a <= 0].b.d[-1]',
      '$[100:200:3].a',
      '$..c',
      "$[*]['a', 'b'].c",
      '$[?@.b.d[0] == @.b.d[1]].a',
      '$[17].b.d[0]',
    ];
    for (const text of texts) {
      const expected = compile(text).values(document);
      const query = compile(text);
      for (let round = 0; round < 8; round++) expect(query.values(document)).toEqual(expected);
      expect(query.nodes(document).map((node) => node.value)).toEqual(expected);
      expect(query.first(document)).toEqual(expected[0]);
    }
  });
});
