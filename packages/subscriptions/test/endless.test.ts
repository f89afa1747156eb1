/** Values that contain themselves: a target that matches endlessly causes an error, and all other targets are notified. */
import { PathLimitError } from '@data-map/path';
import { SubscriptionEngine } from '@data-map/subscriptions';
import { expect, test } from 'vitest';

type Node = Record<string, unknown>;

function ring(leaf: number, length = 1): Node {
  const first: Node = { leaf, list: [leaf] };
  let last = first;
  for (let at = 1; at < length; at++) last = (last['next'] = { at }) as Node;
  last['next'] = first;
  last['again'] = [first];
  return first;
}

function engineOf(document: Node): { engine: SubscriptionEngine; log: string[] } {
  const read = (value: unknown, key: string | number): unknown => (value as Node)?.[key];
  const engine = new SubscriptionEngine({ getAt: (segments) => segments.reduce(read, document) });
  return { engine, log: [] };
}

function replaced(name: string, previous: unknown, value: unknown) {
  return { op: 'replace', pointer: `/${name}`, segments: [name], previous, value } as const;
}

// Each of these used to run until memory was exhausted
test.each([1, 2, 1000])(
  'SUB17: all other targets are notified, then the writer gets one error (ring of %i)',
  (n) => {
    for (const [before, after] of [
      [1, ring(1, n)],
      [ring(1, n), 1],
      [ring(1, n), ring(2, n)],
      [{ leaf: 3 }, ring(1, n)],
    ] as const) {
      const { engine, log } = engineOf({ x: after, y: 2, z: after });
      for (const target of [
        '/x',
        '/x/leaf',
        '/*/leaf',
        '/x/*',
        '/**',
        '/y',
        '/**/leaf',
        '/*/list/0',
      ])
        engine.subscribe(target, (_, { pointer }) => log.push(`${target} ${pointer}`));
      engine.subscribe('', () => log.push('deep'), { deep: true });
      const said = { target: 'said', call: () => log.push('said') };
      const changes = [
        replaced('x', before, after),
        replaced('y', 1, 2),
        replaced('z', before, after),
      ];
      let error: unknown;
      try {
        engine.notify(changes, [said]);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(PathLimitError);
      expect(String(error)).toMatch(/ contains itself at "\/x\/.{10,80}"$/);
      expect(log.filter((line) => line.startsWith('/**'))).toEqual(['/** /x', '/** /y', '/** /z']);
      const leaves = log.filter((line) => line.endsWith('/leaf'));
      expect(leaves).toEqual([
        '/x/leaf /x/leaf',
        '/*/leaf /x/leaf',
        '/*/leaf /z/leaf',
        '/x/* /x/leaf',
      ]);
      for (const line of ['/x /x', '/x/* /x/leaf', '/y /y', '/*/list/0 /x/list/0', 'deep'])
        expect(log.filter((each) => each === line)).toHaveLength(1);
      expect(log.at(-1)).toBe('said');
      log.length = 0;
      engine.notify(replaced('y', 2, 3));
      expect(log).toEqual(['/** /y', '/y /y', 'deep']);
    }
  },
);

test('SUB17: an equal copy fires nothing for targets without a `**`', () => {
  const after = ring(1, 2);
  const { engine, log } = engineOf({ x: after });
  for (const target of ['/x', '/x/next', '/*', '/x/*', '/*/*/*'])
    engine.subscribe(target, () => log.push(target), { deep: true });
  engine.notify(replaced('x', ring(1, 2), after));
  expect(log).toEqual([]);
  engine.notify(replaced('x', ring(1, 4), after));
  expect(log.slice(0, 2)).toEqual(['/x', '/x/next']);
});

test('SUB17: an immediate subscription to an unlimited number of places throws and has ended', () => {
  const { engine, log } = engineOf({ x: ring(1) });
  const listen = (target: string) => (): unknown =>
    engine.subscribe(target, (_, { pointer }) => log.push(pointer), { immediate: true });
  expect(listen('/**')).toThrow(PathLimitError);
  expect(listen('/x/**/nothing')).toThrow(PathLimitError);
  expect(engine.size).toBe(0);
  expect(log).toEqual([]);
  listen('/x/*/leaf')();
  expect(log).toEqual(['/x/next/leaf']);
  expect(engine.getAffected('/x')).toEqual(['/x/*/leaf']);
});

test('SUB17: inside a callback and in a batch the error is thrown when everything has been delivered', () => {
  const document: Node = { x: ring(1), y: 1 };
  const { engine, log } = engineOf(document);
  engine.subscribe('/y', () => {
    engine.notify(replaced('x', 1, document['x']));
    log.push('y');
  });
  engine.subscribe('/x/**', () => log.push('below'));
  engine.subscribe('/x', () => log.push('x'));
  expect(() => engine.batch(() => engine.notify(replaced('y', 0, 1)))).toThrow(PathLimitError);
  expect(log).toEqual(['y', 'below', 'x']);
});

test('SUB17: a value that occurs at several locations, but not in itself, fires at each of them', () => {
  const part = { a: [1, { b: 2 }] };
  let after: unknown = { list: Array.from({ length: 50 }, () => part), part };
  for (let level = 0; level < 200; level++) after = { after };
  const { engine, log } = engineOf({ x: after });
  engine.subscribe('/**/b', (_, { pointer }) => log.push(pointer));
  engine.notify(replaced('x', 1, after));
  expect(log).toHaveLength(51);
  // The removed version is walked on its own
  engine.notify(replaced('x', after, 1));
  expect(log).toHaveLength(102);
  engine.notify(replaced('x', { part: after, after: [after] }, after));
  expect(log.length).toBeGreaterThan(102);
});

// Creating the pairs on the path used to be recursive
test('SUB16: the only match may lie below 100,000 levels', () => {
  let after: unknown = { leaf: 1 };
  for (let level = 0; level < 100_000; level++) after = level % 2 === 0 ? [after] : { after };
  const { engine, log } = engineOf({ x: after });
  engine.subscribe('/**/leaf', (value, { pointer }) => log.push(`${value} ${pointer.length}`));
  engine.notify(replaced('x', 1, after));
  expect(log).toEqual(['1 400007']);
});
