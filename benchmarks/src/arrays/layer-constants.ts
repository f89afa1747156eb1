/**
 * `node benchmarks/src/arrays/layer-constants.ts`
 *
 * Measures the IndirectionLayer with other values of its constants: copies its sources, replaces one constant, and
 * times each copy in a process of its own. The results are in plans/arrays-indirection.md.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { scattered } from './layer-positions.ts';

const SOURCES = fileURLToPath(new URL('../../../packages/arrays/src', import.meta.url));

/** For each constant: its file and declaration, the values to try, and the sizes at which it matters. */
const trials: [file: string, before: string, values: number[], sizes: number[]][] = [
  ['slot-table.ts', 'const HINT_BITS = ', [10, 11, 12, 13], [900, 1900, 3900, 7900, 20_000]],
  ['slot-table.ts', 'const PAGE_BITS = ', [8, 9, 10, 11], [100_000, 1_000_000]],
  ['slot-order.ts', 'const REACH = ', [8, 32, 128], [3900, 100_000]],
];

const [folder, ...sizes] = process.argv.slice(2);
if (folder === undefined) compare();
else for (const size of sizes) console.log(await measure(folder, Number(size)));

function compare(): void {
  for (const [file, before, values, lengths] of trials) {
    for (const value of values) {
      const copy = mkdtempSync(join(tmpdir(), 'layer-'));
      cpSync(join(SOURCES, 'indirection'), join(copy, 'indirection'), { recursive: true });
      cpSync(join(SOURCES, 'indirection-layer.ts'), join(copy, 'indirection-layer.ts'));
      const path = join(copy, 'indirection', file);
      const text = readFileSync(path, 'utf8');
      const changed = text.replace(new RegExp(`${before}\\d+`), `${before}${value}`);
      if (!text.includes(before)) throw new Error(`Expected "${before}" in ${path}`);
      writeFileSync(path, changed);
      const own = fileURLToPath(import.meta.url);
      const lines = execFileSync(process.execPath, [own, copy, ...lengths.map(String)], {
        encoding: 'utf8',
      });
      console.log(`${before}${value}\n${lines}`);
      rmSync(copy, { recursive: true });
    }
  }
}

/** Nanoseconds per operation: the median of nine rounds. */
function time(operations: number, run: () => unknown): string {
  const rounds = Array.from({ length: 9 }, () => {
    const start = performance.now();
    run();
    return ((performance.now() - start) * 1e6) / operations;
  });
  return rounds
    .toSorted((a, b) => a - b)[4]!
    .toFixed(0)
    .padStart(4);
}

async function measure(copy: string, size: number): Promise<string> {
  const { IndirectionLayer }: typeof import('@data-map/arrays') = await import(
    join(copy, 'indirection-layer.ts')
  );
  const layer = new IndirectionLayer(size);
  const from = scattered(100_000, size - 1);
  const to = from.toReversed();
  for (const [k, position] of from.entries()) layer.move(position, to[k]!);
  const count = 4000;
  let sum = 0;
  const edit = (open: (k: number) => number, close: (k: number) => number): string =>
    time(2 * count, () => {
      for (let k = 0; k < count; k++) {
        layer.deallocate(close(k));
        layer.allocate(open(k));
      }
    });
  const read = (find: (k: number) => number): string =>
    time(5 * count, () => {
      for (let k = 0; k < 5 * count; k++) sum += find(from[k]!);
    });
  const figures = {
    head: edit(
      () => 0,
      () => 0,
    ),
    anywhere: edit(
      (k) => from[k]!,
      (k) => to[k]!,
    ),
    move: time(count, () => {
      for (let k = 0; k < count; k++) layer.move(from[k]!, to[k]!);
    }),
    physical: read((at) => layer.physical(at)),
    logical: read((slot) => layer.logical(slot)),
    'move and logical': time(count, () => {
      for (let k = 0; k < count; k++) {
        layer.move(from[k]!, to[k]!);
        sum += layer.logical(from[k]!);
      }
    }),
  };
  if (Number.isNaN(sum)) throw new Error('Expected numbers');
  const cells = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  return `${String(size).padStart(9)} ${layer.representation.padEnd(7)}  ${cells.join('  ')}`;
}
