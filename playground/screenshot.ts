/**
 * `pnpm playground:pictures`
 *
 * Takes the screenshots of the root README, of the built page with a live query during a storm of writes, and saves them to `docs/images`.
 */
import { join } from 'node:path';

import { startPlayground } from './test/browser.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');

const playground = await startPlayground();
try {
  for (const dark of [false, true]) {
    const page = await playground.open({ dark });
    await page.click('#live');
    await page.fill('#target', '/api/*/__compat/status/deprecated');
    await page.click('#watch');
    await page.click('#transact');
    await page.fill('#storm-rate', '4');
    await page.click('#storm-toggle');
    // Long enough for V8 to compile the code of a write
    await page.waitForTimeout(8000);
    const path = join(FOLDER, `playground-${dark ? 'dark' : 'light'}.png`);
    await page.screenshot({ path });
    console.log(path);
    await page.close();
  }
} finally {
  await playground.close();
}
