/**
 * `pnpm check:packages`
 *
 * Checks the packages as they would be published:
 *
 * - packs each, and checks the tarball with publint (well formed for every loader) and Are The Types Wrong (its types resolve; ESM only);
 * - compiles a program that uses all of them (`consumer`) with the oldest supported TypeScript and with ours, without `skipLibCheck`;
 * - bundles parts of them with three bundlers (`left-out.ts`), and compares their sizes with those in the documentation (`weights.ts`);
 * - runs knip on the repository: nothing unused, nothing undeclared.
 *
 * First rebuilds stale packages. Runs two checks at a time. Prints the output of each check that fails, and exits with 1 then. (The size limits
 * have a check of their own, `pnpm size`.)
 */
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT, publishedPackages } from './packages.ts';
import { run, twoAtATime } from './run-two.ts';
import type { Package } from './packages.ts';
import type { Command, Finished } from './run-two.ts';

const bin = (...path: readonly string[]): string => join(ROOT, 'node_modules', ...path);

/** A command of the pnpm that runs this script, or of the registry's pnpm if another program runs it. */
function pnpm(directory: string, label: string, ...options: readonly string[]): Command {
  const running = process.env['npm_execpath'];
  return running?.includes('pnpm') && /\.[cm]?js$/.test(running)
    ? { label, command: process.execPath, arguments: [running, ...options], directory }
    : { label, command: 'npx', arguments: ['-y', 'pnpm@12', ...options], directory };
}

function program(label: string, directory: string, ...options: readonly string[]): Command {
  return { label, command: process.execPath, arguments: options, directory };
}

/** Packs a package and checks the tarball. Stops at the first check that fails. */
async function checkPacked(one: Package, folder: string): Promise<Finished> {
  const target = join(folder, one.folder);
  const packed = await run(
    pnpm(one.directory, `${one.name}: pack`, 'pack', '--pack-destination', target),
  );
  if (packed.code !== 0) return packed;
  const leaking = globSync('dist/*.d.ts', { cwd: one.directory }).filter((file) =>
    readFileSync(join(one.directory, file), 'utf8').includes('@internal'),
  );
  if (leaking.length > 0)
    return { label: `${one.name}: internal members`, code: 1, output: leaking.join('\n') };
  const [name = ''] = readdirSync(target);
  const tarball = join(target, name);
  const publint = await run(
    program(`${one.name}: publint`, ROOT, bin('publint', 'src', 'cli.js'), tarball, '--strict'),
  );
  if (publint.code !== 0) return publint;
  const attw = bin('@arethetypeswrong', 'cli', 'dist', 'index.js');
  const options = [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'];
  const types = await run(program(`${one.name}: attw`, ROOT, attw, ...options));
  return types.code === 0 ? { label: `${one.name}: publint, attw`, code: 0, output: '' } : types;
}

/** Compiles `scripts/consumer` against the declarations in `dist`. */
function compileConsumer(
  typescript: string,
  module: string,
  resolution: string,
): Promise<Finished> {
  const label = `consumer: ${typescript}, ${resolution}`;
  const project = join(ROOT, 'scripts', 'consumer');
  const options = ['-p', project, '--module', module, '--moduleResolution', resolution];
  return run(program(label, ROOT, bin(typescript, 'bin', 'tsc'), ...options));
}

const built = await run(program('build', ROOT, join(ROOT, 'scripts', 'build.ts')));
const folder = mkdtempSync(join(tmpdir(), 'data-map-pack-'));
try {
  const checks: (() => Promise<Finished>)[] = [
    ...publishedPackages().map((one) => () => checkPacked(one, folder)),
    ...['typescript-oldest', 'typescript'].flatMap((typescript) => [
      () => compileConsumer(typescript, 'NodeNext', 'NodeNext'),
      () => compileConsumer(typescript, 'ESNext', 'Bundler'),
    ]),
    () => run(program('parts, bundled', ROOT, join(ROOT, 'scripts', 'left-out.ts'))),
    () => run(program('weights', ROOT, join(ROOT, 'scripts', 'weights.ts'), '--check')),
    () => run(program('knip', ROOT, bin('knip', 'bin', 'knip.js'))),
  ];
  const results = built.code === 0 ? await twoAtATime(checks, (check) => check()) : [built];
  for (const { label, code, output } of results) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${label}`);
    if (code !== 0) console.log(output.trimEnd());
  }
  process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
