import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT, publishedPackages } from '../../scripts/packages.ts';
import { publicNames } from '../../scripts/public-names.ts';

const packages = publishedPackages();
const namesOf = publicNames(
  packages.map(({ directory }) => ({
    file: join(directory, 'src', 'index.ts'),
    folder: join(directory, 'src'),
  })),
);

describe('every public function and class is shown at work', () => {
  test.each(packages.map(({ name }, index) => [name, namesOf[index] ?? []] as const))(
    '%s has an example with an output for each',
    (_name, names) => {
      const missing = names
        .filter(({ shown }) => !shown)
        .map(({ name, file, line }) => `${name} (${relative(ROOT, file)}:${line})`);
      expect(names).not.toEqual([]);
      expect(missing).toEqual([]);
    },
  );
});
