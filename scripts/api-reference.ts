/**
 * The API reference, made by TypeDoc from the documentation comments: one Markdown page for each entry of a package, with
 * links between them. What `@data-map/core` only passes on is described once, on the page of its own package.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Application, LogLevel } from 'typedoc';

import { ROOT } from './packages.ts';
import type { DeclarationReflection } from 'typedoc';

/**
 * The entries, by the name of their page; the title is the name by which an entry is imported. A name that several
 * entries export is described on the page of the first, so `core`, which exports all, comes last.
 */
const PAGES: Readonly<Record<string, { title: string; source: string }>> = {
  signals: { title: '@data-map/signals', source: 'packages/signals/src/index.ts' },
  path: { title: '@data-map/path', source: 'packages/path/src/index.ts' },
  'path-pointer': { title: '@data-map/path/pointer', source: 'packages/path/src/pointer.ts' },
  arrays: { title: '@data-map/arrays', source: 'packages/arrays/src/index.ts' },
  storage: { title: '@data-map/storage', source: 'packages/storage/src/index.ts' },
  subscriptions: {
    title: '@data-map/subscriptions',
    source: 'packages/subscriptions/src/index.ts',
  },
  core: { title: '@data-map/core', source: 'packages/core/src/index.ts' },
};

/** The order in which a reader wants them. */
const ORDER = Object.keys(PAGES).sort((a, b) => Number(b === 'core') - Number(a === 'core'));

/**
 * Makes the reference.
 *
 * @returns The text of each page, by its file name.
 * @throws Error where TypeDoc reports one, or gives a page that is not expected here.
 */
export async function apiReference(): Promise<Map<string, string>> {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: Object.values(PAGES).map(({ source }) => join(ROOT, source)),
    tsconfig: join(ROOT, 'tsconfig.src.json'),
    plugin: ['typedoc-plugin-markdown'],
    logLevel: LogLevel.Warn,
    readme: 'none',
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    hideGenerator: true,
    sort: ['kind', 'alphabetical'],
    ...markdownOptions,
  });
  const project = await app.convert();
  if (!project?.children || app.logger.hasErrors()) throw new Error('TypeDoc found no entries');
  project.name = 'API reference';
  for (const entry of project.children) entry.name = pageOf(entry);
  project.children.sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  for (const group of project.groups ?? []) {
    group.children.sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  }
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'api-'));
  try {
    await app.outputs.writeOutput({ name: 'markdown', path: folder }, project);
    if (app.logger.hasErrors()) throw new Error('TypeDoc could not write the pages');
    const pages = readdirSync(folder).toSorted();
    return new Map(pages.map((file) => [file, textOf(folder, file)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(folder: string, file: string): string {
  return file === 'README.md' ? index() : readFileSync(join(folder, file), 'utf8');
}

/** The index, with the names by which the entries are imported. */
function index(): string {
  const links = ORDER.map((page) => `- [\`${PAGES[page]?.title}\`](${page}.md)`);
  return `# API reference

Every public name, made from the documentation comments by \`pnpm docs:build\`. The examples on these pages are run by the
tests where they stand, in the sources. What \`@data-map/core\` passes on is described on the page of its own package.

${links.join('\n')}
`;
}

/** Options of typedoc-plugin-markdown, which TypeDoc's own types do not know. */
const markdownOptions: object = {
  router: 'module',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  pageTitleTemplates: {
    module: ({ name }: { name: string }) => `\`${PAGES[name]?.title ?? name}\``,
  },
};

/** TypeDoc names an entry by its file, without what all have in common: `path/src/pointer`. */
function pageOf(entry: DeclarationReflection): string {
  const page = Object.keys(PAGES).find((name) => {
    const file = PAGES[name]?.source.replace('packages/', '').replace(/(?:\/index)?\.ts$/, '');
    return file === entry.name;
  });
  if (page === undefined) throw new Error(`TypeDoc found an entry "${entry.name}" without a page`);
  return page;
}
