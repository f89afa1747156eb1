/**
 * Replacements for the Node modules that tests use, so that they run in a page: assertions, the environment, another realm, files of the repository.
 * They implement only what the tests use. A test that imports any other Node module does not run in a page.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vitest/config';

/** The npm package that ships the JSONPath compliance suite in one of its folders. */
const CARRIER = 'jsonpath-rfc9535';

/** npm packages whose files tests resolve, and the package of ours that depends on each. */
const RESOLVED: Readonly<Record<string, string>> = {
  [CARRIER]: 'path',
  '@mdn/browser-compat-data': 'storage',
};

/** The source texts of the replacements, by module. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'node:assert/strict': `
    import assert from 'assert';
    export default assert.strict;`,
  'node:process': `
    export const env = globalThis.process.env;
    export default globalThis.process;`,
  'node:util': `
    import assert from 'assert';
    export function isDeepStrictEqual(a, b) {
      try {
        assert.deepStrictEqual(a, b);
        return true;
      } catch {
        return false;
      }
    }`,
  'node:vm': `
    export function runInNewContext(code) {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return frame.contentWindow.eval(code);
    }`,
  'node:path': `
    const join = (...parts) => new URL(parts.join('/'), 'file:///').pathname;
    const basename = (path) => path.slice(path.lastIndexOf('/') + 1);
    export default { basename, join };`,
  'node:fs': `
    function ask(method, path) {
      const request = new XMLHttpRequest();
      request.open(method, '/@fs' + path, false);
      request.send();
      return request;
    }
    export const existsSync = (path) => ask('HEAD', path).status === 200;
    export function readFileSync(path) {
      const { status, responseText } = ask('GET', path);
      if (status !== 200) throw new Error('There is no file ' + path);
      return responseText;
    }
    const folders = ${JSON.stringify(listedFolders())};
    export function readdirSync(path) {
      if (folders[path] === undefined) throw new Error('This folder is not listed: ' + path);
      return folders[path];
    }`,
  'node:module': `
    const files = ${JSON.stringify(resolvedFiles())};
    export const createRequire = () => ({ resolve: (name) => files[name] });`,
};

function resolvedFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(RESOLVED).map(([name, user]) => {
      const root = join(import.meta.dirname, '..', '..');
      return [name, createRequire(join(root, 'packages', user, 'package.json')).resolve(name)];
    }),
  );
}

/** The contents of the one folder that a test lists: that of the compliance suite's package. */
function listedFolders(): Record<string, string[]> {
  const entry = resolvedFiles()[CARRIER] ?? '';
  const folder = entry.slice(0, entry.lastIndexOf(CARRIER) + CARRIER.length);
  return { [folder]: readdirSync(folder, { recursive: true, encoding: 'utf8' }) };
}

/** A Vite plugin that resolves Node modules to their replacements, and `import.meta.dirname` to the folder of the test. */
export function nodeStandIns(): Plugin {
  return {
    name: 'node-stand-ins',
    enforce: 'pre',
    resolveId: (source) => (source in STAND_INS ? `\0${source}` : undefined),
    load: (id) => STAND_INS[id.replace('\0', '')],
    transform(code, id) {
      if (!id.includes('/test/')) return undefined;
      const named = code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id)));
      // Tests import some modules by a variable, so that the compiler does not follow them. A page cannot resolve that
      const [, variable, module] =
        /const (\w+)(?:: string)? = '([\w-]+)';[^]*?import\(\1\)/.exec(named) ?? [];
      return variable === undefined
        ? named
        : named.replace(`import(${variable})`, `import('${module}')`);
    },
  };
}
