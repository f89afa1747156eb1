/**
 * The tour shows what DataMap does, on a real document. `pnpm start` uses the browser-compat data (20 MB, 490,000
 * leaves), `pnpm start file.json` your own document. The file is not changed.
 */
import { argv } from 'node:process';
import { createDataMap } from '@data-map/core';
import { browserCompatFile, DocumentError, loadDocument } from './document.ts';
import { browserCompatItinerary, findItinerary } from './itinerary.ts';
import { stops } from './stops.ts';
import { bold, cyan, dim, duration, green, print, red, working } from './terminal.ts';

async function main(files: readonly string[]): Promise<void> {
  if (files.length > 1) {
    throw new DocumentError(`Found ${files.length} arguments, expected at most one JSON file`);
  }
  const [file] = files;
  const [loaded, parsing] = await working(`reading ${file ?? '@mdn/browser-compat-data'}`, () =>
    loadDocument(file ?? browserCompatFile()),
  );
  print(bold(`DataMap, shown on ${file === undefined ? '@mdn/browser-compat-data' : loaded.name}`));
  print(
    dim(`  ${(loaded.bytes / 1e6).toFixed(1)} MB of JSON, read and parsed in ${duration(parsing)}`),
  );

  const document = loaded.value;
  const start = performance.now();
  const store = createDataMap(document);
  const construction = performance.now() - start;
  section(1, 'Load the document', ['const store = createDataMap(document)'], construction);
  const [size, counting] = await working('counting leaves', () => store.size);
  print(
    `     ${green(`${size.toLocaleString('en')} leaves`)} ${dim(`(counted in ${duration(counting)})`)}`,
  );

  const [at] = await working('looking around', () =>
    file === undefined ? browserCompatItinerary : findItinerary(document),
  );
  const tour = { store, at };
  for (const [i, stop] of stops.entries()) {
    const visit = await stop.visit(tour);
    section(i + 2, stop.title, visit.code, visit.took);
    for (const line of visit.told) print(`     ${green(line)}`);
  }
  store.dispose();
}

function section(number: number, title: string, code: readonly string[], took: number): void {
  print();
  print(`${bold(`${number}. ${title}`)} ${dim(duration(took))}`);
  for (const line of code) print(`     ${cyan(line)}`);
}

try {
  await main(argv.slice(2));
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  console.error(red(error.message));
  process.exitCode = 1;
}
