/**
 * Opens the built playground, served by this process, in a real browser.
 *
 * The browser is Debian's Chromium, driven by playwright-core. If it is not installed, the tests are skipped with a message; with `CI=true` it
 * is required.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { build, preview } from 'vite';

import { CHROMIUM, FLAGS } from '../../scripts/browser/chromium.ts';

/** Whether the browser is installed. With `CI=true` it has to be. */
export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) {
  const advice = `Expected Chromium at ${CHROMIUM}; install Debian's package chromium, or set CHROMIUM`;
  if (process.env['CI'] === 'true') throw new Error(advice);
  console.warn(`The tests in the browser are skipped. ${advice}`);
}

const ROOT = join(import.meta.dirname, '..');

/** The served page, and the browser that opens it. */
export interface Playground {
  readonly url: string;
  /** Requests of the page to other hosts; must stay empty. */
  readonly strangeRequests: readonly string[];
  /** Opens a new page and waits until the playground is ready. */
  open(settings?: PageSettings): Promise<Page>;
  close(): Promise<void>;
}

export interface PageSettings {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** Builds the page as it is published, serves it, and starts the browser. */
export async function startPlayground(): Promise<Playground> {
  const outDir = mkdtempSync(join(tmpdir(), 'playground-'));
  const configFile = join(ROOT, 'vite.config.ts');
  await build({ configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    configFile,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const [url = ''] = server.resolvedUrls?.local ?? [];
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: [...FLAGS],
  });
  const strangeRequests: string[] = [];
  context.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(url)) {
      strangeRequests.push(request.url());
    }
  });
  return {
    url,
    strangeRequests,
    async open({ width = 1440, height = 900, dark = false } = {}) {
      const page = await context.newPage();
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
      await page.setViewportSize({ width, height });
      await page.goto(url);
      await page.waitForSelector('body[data-ready]');
      return page;
    },
    async close() {
      await context.close();
      await server.close();
      for (const folder of [outDir, profile]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
