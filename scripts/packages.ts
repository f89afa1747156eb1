import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** One published package of the workspace. */
export interface Package {
  /** `@data-map/path`. */
  readonly name: string;
  /** `path`. */
  readonly folder: string;
  readonly directory: string;
  /** Names of the siblings that it depends on at run time. */
  readonly siblings: readonly string[];
}

/** Returns all published packages, each after those that it depends on. @throws Error if dependencies form a cycle */
export function publishedPackages(root = ROOT): readonly Package[] {
  const all = readdirSync(join(root, 'packages')).map((folder) => readPackage(root, folder));
  const sorted: Package[] = [];
  let rest = all;
  while (rest.length > 0) {
    const ready = rest.filter(({ siblings }) =>
      siblings.every((name) => sorted.some((before) => before.name === name)),
    );
    if (ready.length === 0) {
      throw new Error(`Packages depend on each other: ${rest.map(({ name }) => name).join(', ')}`);
    }
    sorted.push(...ready);
    rest = rest.filter((one) => !ready.includes(one));
  }
  return sorted;
}

function readPackage(root: string, folder: string): Package {
  const directory = join(root, 'packages', folder);
  const manifest: { name: string; dependencies?: Record<string, string> } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  const siblings = Object.entries(manifest.dependencies ?? {})
    .filter(([, version]) => version.startsWith('workspace:'))
    .map(([name]) => name);
  return { name: manifest.name, folder, directory, siblings };
}
