/**
 * A JSON Patch of 1,000 deep replaces on 10,000 items. Ours is atomic and returns the inverse patch. fast-json-patch and
 * rfc6902 edit the document in place, and leave the patch half applied if an operation fails. One operation is one
 * replace.
 */
import { createDataMap } from '@data-map/core';
import fastJsonPatch from 'fast-json-patch';
import { applyPatch } from 'rfc6902';
import { group } from '../runner/group.ts';
import { type Shop, shop } from './shop.ts';

const SIZE = 10_000;
const OPERATIONS = 1000;

interface Patched {
  run(): void;
  document(): Shop;
}

type Replace = { op: 'replace'; path: string; value: number };

/** Returns two patches alternately, so that every replace changes something. */
function patches(): () => Replace[] {
  const [even, odd] = [0, 1].map((turn) =>
    Array.from({ length: OPERATIONS }, (_, i) => ({
      op: 'replace' as const,
      path: `/items/${i * 7}/tags/weight`,
      value: 1000 + i * 2 + turn,
    })),
  );
  let turn = 0;
  return () => (turn++ % 2 === 0 ? (even ?? []) : (odd ?? []));
}

group<Patched>(
  'core/json patch of 1,000',
  {
    operations: OPERATIONS,
    size: SIZE,
    check(contender) {
      contender.run();
      const before = contender.document().items[7]?.tags.weight ?? 0;
      contender.run();
      const after = contender.document().items[7]?.tags.weight ?? 0;
      if (Math.abs(after - before) !== 1)
        throw new Error(`Expected a step of 1, found ${before} and ${after}`);
    },
  },
  {
    'data-map': () => {
      const store = createDataMap<Shop>(shop(SIZE), { freeze: false });
      const next = patches();
      return { run: () => void store.patch(next()), document: () => store.toObject() };
    },
    'fast-json-patch': () => {
      const document = shop(SIZE);
      const next = patches();
      return {
        run: () => void fastJsonPatch.applyPatch(document, next()),
        document: () => document,
      };
    },
    rfc6902: () => {
      const document = shop(SIZE);
      const next = patches();
      return {
        run: () => {
          const failed = applyPatch(document, next()).find((error) => error !== null);
          if (failed !== undefined) throw failed;
        },
        document: () => document,
      };
    },
  },
);
