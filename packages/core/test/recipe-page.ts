/**
 * A recipe of `docs/recipes` as a program. Each of its blocks is a file that names itself in its first line, and the
 * `html` block behind a component is what that renders first. A page is bundled as a whole, so that its files
 * import each other and share one store, with the framework's real compiler.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';

const PACKAGE = join(import.meta.dirname, '..');
const REPOSITORY = join(PACKAGE, '..', '..');

/** One block of a page that is a file. */
interface PageFile {
  readonly name: string;
  readonly code: string;
  /** The content of the `html` block below, if there is one. */
  readonly html: string | undefined;
}

/** A page, loaded. */
export interface RecipePage<Framework = unknown> {
  readonly files: readonly PageFile[];
  /** What each file exports, by the file's name. */
  readonly modules: Readonly<Record<string, Record<string, unknown>>>;
  /** Functions of the framework instance that the page uses: another copy would not know its components. */
  readonly framework: Framework;
}

/**
 * Loads a page.
 *
 * @param imports - Names to take from modules of the framework, such as `{ svelte: ['mount'] }`.
 * @throws Error where a block names no file, or does not compile.
 */
export async function loadRecipe<Framework>(
  name: string,
  imports: Readonly<Record<string, readonly (keyof Framework & string)[]>>,
): Promise<RecipePage<Framework>> {
  const files = filesOf(readFileSync(join(REPOSITORY, 'docs', 'recipes', `${name}.md`), 'utf8'));
  const entry = [
    ...files.map((file, index) => `export * as file${index} from './${file.name}';`),
    ...Object.entries(imports).map(
      ([module, names]) => `export { ${names.join(', ')} } from '${module}';`,
    ),
  ];
  const out = join(PACKAGE, '.cache', 'recipes', `${name}.mjs`);
  mkdirSync(join(out, '..'), { recursive: true });
  const { outputFiles } = await build({
    entryPoints: ['./page.js'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@data-map/source', 'development'],
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [pageFiles([...files, { name: 'page.js', code: entry.join('\n') }])],
    logLevel: 'silent',
  });
  writeFileSync(out, outputFiles[0]?.text ?? '');
  const loaded = await import(/* @vite-ignore */ out);
  const modules = Object.fromEntries(
    files.map((file, index) => [file.name, loaded[`file${index}`]]),
  );
  return { files, modules, framework: loaded };
}

/** The compiler errors of the TypeScript files of a page, with the settings of the repository. */
export function typeErrors(page: RecipePage): string {
  const folder = join(PACKAGE, '.cache', 'recipes', 'types');
  mkdirSync(folder, { recursive: true });
  const files = page.files.filter(({ name }) => /\.tsx?$/.test(name));
  for (const { name, code } of files) writeFileSync(join(folder, name), code);
  const configuration = {
    extends: join(REPOSITORY, 'tsconfig.base.json'),
    compilerOptions: { jsx: 'react-jsx' },
    files: files.map(({ name }) => name),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  const tsc = join(REPOSITORY, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout;
}

/** The blocks of a page that are not `ts` or `sh`: those are run by the tests of the documentation. */
function filesOf(text: string): PageFile[] {
  const files: PageFile[] = [];
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', code = '']) => ({ language, code }),
  );
  for (const [index, { language, code }] of blocks.entries()) {
    if (language === 'ts' || language === 'sh' || language === 'html') continue;
    const name = /^(?:\/\/|<!--) (\S+\.\w+)/.exec(code)?.[1];
    if (name === undefined) throw new Error(`A block does not name its file: ${code.slice(0, 60)}`);
    const next = blocks[index + 1];
    files.push({ name, code, html: next?.language === 'html' ? next.code : undefined });
  }
  return files;
}

/** Lets esbuild find the files of the page, whatever ending an import gives, and compiles components. */
function pageFiles(files: readonly Pick<PageFile, 'name' | 'code'>[]): Plugin {
  const withoutEnding = (path: string): string =>
    path.replace(/^\.\//, '').replace(/\.[jt]sx?$/, '');
  return {
    name: 'page-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path, namespace, kind }) => {
        if (namespace !== 'page' && kind !== 'entry-point') return undefined;
        const file = files.find(({ name }) => withoutEnding(name) === withoutEnding(path));
        return file && { path: file.name, namespace: 'page' };
      });
      onLoad({ filter: /.*/, namespace: 'page' }, ({ path }) => {
        const { code } = files.find(({ name }) => name === path) ?? { code: '' };
        const resolveDir = PACKAGE;
        if (path.endsWith('.svelte')) {
          const { js } = compile(code, { generate: 'client', dev: true, filename: path });
          return { contents: js.code, loader: 'js', resolveDir };
        }
        if (path.endsWith('.vue')) {
          const { descriptor } = parse(code, { filename: path });
          const { content } = compileScript(descriptor, { id: path, inlineTemplate: true });
          return { contents: content, loader: 'js', resolveDir };
        }
        return { contents: code, loader: 'tsx', resolveDir };
      });
    },
  };
}

/** HTML without comments, and without white space next to tags. */
export function tidy(html: string): string {
  return html
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?(<[^>]*>) ?/g, '$1')
    .replaceAll(/ ?\/>/g, '>')
    .trim();
}
