/**
 * `pnpm test:host [--node path]`
 *
 * Runs `host-smoke.mjs` on the Node of the host: the first `node` on the PATH that is not in a `node_modules` folder, since
 * this repository installs a newer Node there for its own tools. If there is none, uses the running Node
 * and prints that. First rebuilds stale packages. Exits with 1 if a package does not work.
 */
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT } from './packages.ts';
import { run } from './run-two.ts';

/** The oldest Node version that the packages support. */
const OLDEST = 20;

/** The first `node` of a PATH that is not in a `node_modules` folder, nor a link into one. */
export function hostNode(path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    if (folder !== '' && isProgram(node) && !isInstalled(node)) return node;
  }
  return undefined;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isInstalled(file: string): boolean {
  return [file, realpathSync(file)].some((path) => path.split(/[\\/]/).includes('node_modules'));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { node: { type: 'string' } } });
  let node = values.node ?? hostNode(process.env['PATH'] ?? '');
  if (node === undefined) {
    console.log('The host has no Node of its own; using the one that runs this');
    node = process.execPath;
  }
  const version = await run({
    label: 'node --version',
    command: node,
    arguments: ['--version'],
    directory: ROOT,
  });
  const major = Number(/^v(\d+)\./.exec(version.output)?.[1]);
  if (!(major >= OLDEST)) {
    console.error(`Expected Node ${OLDEST} or newer at ${node}, found "${version.output.trim()}"`);
    process.exitCode = 1;
    return;
  }
  console.log(`Built packages on Node ${version.output.trim()} (${node})`);
  for (const [command, script] of [
    [process.execPath, 'build.ts'],
    [node, 'host-smoke.mjs'],
  ] as const) {
    const { code, output } = await run({
      label: script,
      command,
      arguments: [join(ROOT, 'scripts', script)],
      directory: ROOT,
    });
    if (output !== '') console.log(output.trimEnd());
    if (code !== 0) {
      process.exitCode = 1;
      return;
    }
  }
}

if (import.meta.main) await main();
