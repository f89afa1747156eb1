/**
 * A Vitest browser provider that opens an installed browser on the page of the tests. It uses no driver and downloads nothing: the
 * page and the runner communicate through a web socket, and our tests need nothing else that a driver offers.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';

/** How a browser is started. */
interface Installed {
  readonly name: string;
  /** The command that opens `url` with the profile in the empty folder `profile`. */
  readonly command: (url: string, profile: string) => readonly [string, ...string[]];
  /** Files to write into the profile before the start: contents by file name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Debian's Firefox, or the one that `FIREFOX` names. */
export const FIREFOX = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

/** No first-run dialogs, no background access to the network, and no time limit for scripts. */
const FIREFOX_SETTINGS: Readonly<Record<string, unknown>> = {
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.max_script_run_time': 0,
  'termsofuse.bypassNotification': true,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

export const firefox = installed({
  name: 'firefox',
  command: (url, profile) => [FIREFOX, '--headless', '--no-remote', '--profile', profile, url],
  files: {
    'user.js': Object.entries(FIREFOX_SETTINGS)
      .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
      .join(''),
  },
});

function installed(browser: Installed): BrowserProviderOption {
  const { serverFactory } = playwright();
  return {
    name: 'installed',
    supportedBrowser: [browser.name],
    options: {},
    serverFactory,
    providerFactory: (project) => {
      // Vitest expects this command, which sets the size of the page. None of our tests uses it
      project.browser?.registerCommand('__vitest_viewport' as never, (() => undefined) as never);
      return new InstalledProvider(browser);
    },
  };
}

class InstalledProvider implements BrowserProvider {
  readonly name = 'installed';
  readonly supportsParallelism = false;
  readonly #browser: Installed;
  #running: { child: ChildProcess; profile: string } | undefined;

  constructor(browser: Installed) {
    this.#browser = browser;
  }

  getCommandsContext(): Record<string, unknown> {
    return {};
  }

  async openPage(_session: string, url: string): Promise<void> {
    await this.close();
    const { name, command, files = {} } = this.#browser;
    const profile = mkdtempSync(join(tmpdir(), `${name}-`));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(profile, file), text);
    const [program, ...parameters] = command(url, profile);
    const child = spawn(program, parameters, {
      stdio: 'ignore',
      detached: true,
    });
    this.#running = { child, profile };
  }

  async close(): Promise<void> {
    if (this.#running === undefined) return;
    const { child, profile } = this.#running;
    this.#running = undefined;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => void child.once('exit', resolve));
      process.kill(-child.pid!);
      await gone;
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
