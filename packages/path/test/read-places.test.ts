import { describe, expect, test } from 'vitest';
import { compile, parse, readPlaces } from '../src/index.ts';

describe('the places that a query reads', () => {
  test.each([
    ['$', ['']],
    ['$.a', ['/a']],
    ['$.a[3].b', ['/a/3/b']],
    ['$.a[-1].b', ['/a']],
    ['$.a[*].b', ['/a']],
    ['$..a', ['']],
    ["$['a/b']['~'][*]", ['/a~1b/~0']],
    ['$.a[?@.b < $.limit && count($.c[*]) > 1]', ['/a', '/limit', '/c']],
    ['$.a[?@[?@ == $.deep.er]]', ['/a', '/deep/er']],
  ])('JP34: %s reads %j', (text, places) => {
    expect(readPlaces(parse(text))).toEqual(places);
    expect(readPlaces(compile(text).ast)).toEqual(places);
  });
});
