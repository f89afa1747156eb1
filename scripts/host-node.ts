/**
 * `pnpm test:host [--node path]`
 *
 * Runs `host-smoke.mjs` on the Node of the host: the first `node` on the PATH that no package manager has put there, not
 * the newer one that this repository brings along for its own tools. Where there is none, the running Node has to do,
 * and the message says so. Builds what is stale first. Exits with 1 where a package does not work there.
 */
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT } from './packages.ts';
import { run } from './run-two.ts';

/** The oldest that the packages promise to run on. */
const OLDEST = 20;

/** The first `node` of a PATH that stands in no `node_modules`, nor leads there. */
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
