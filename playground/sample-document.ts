import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const MODULE = 'virtual:sample';

/** The parts of the browser-compat data, and the browsers, that are kept. */
const PARTS = ['api', 'css', 'html', 'http', 'javascript'];
const BROWSERS = ['chrome', 'firefox', 'safari'];

type Json = Record<string, unknown>;

/**
 * A Vite plugin that provides the module `virtual:sample`: the browser-compat data, trimmed to about 115,000 leaves, as JSON text.
 * It is text, because engines parse JSON faster than an equal object literal.
 */
export function sampleDocument(): Plugin {
  return {
    name: 'sample-document',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      const file = createRequire(import.meta.url).resolve('@mdn/browser-compat-data');
      const data: Json = JSON.parse(readFileSync(file, 'utf8'));
      const kept = Object.fromEntries(PARTS.map((part) => [part, trim(asObject(data[part]))]));
      return `export default ${JSON.stringify(JSON.stringify(kept))};`;
    },
  };
}

/** Keeps of each feature its status, and for each browser the first version that supports it. */
function trim(node: Json): Json {
  const kept: Json = {};
  for (const [name, value] of Object.entries(node)) {
    if (name === '__compat') kept[name] = trimCompat(asObject(value));
    else if (typeof value === 'object' && value !== null) kept[name] = trim(asObject(value));
  }
  return kept;
}

function trimCompat({ mdn_url: url, status, support }: Json): Json {
  const versions = BROWSERS.map((browser) => {
    const statements = asObject(support)[browser];
    const first = Array.isArray(statements) ? statements[0] : statements;
    return [browser, asObject(first)['version_added'] ?? null] as const;
  });
  return { ...(url === undefined ? {} : { url }), status, support: Object.fromEntries(versions) };
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
