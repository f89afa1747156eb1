/**
 * Extracts from mnemonist the methods of `LRUMap` that `LRUCache` needs, for the build.
 *
 * mnemonist 0.40 consists of CommonJS modules, which no bundler can tree-shake: importing `LRUMap` includes `LRUCache`, iterators
 * and helpers for typed arrays, 2.5 kB compressed, of which 0.5 kB are needed. The methods are cut out of the files unchanged; if
 * one is not found, the build fails.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns an ES module that exports `LRUMap`. It is a class, which a bundler drops if it is not used. @param folder of mnemonist */
export function lruMapSource(folder: string): string {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const map = read('lru-map.js');
  const typedArrays = read('utils/typed-arrays.js');
  const method = (name: string): string =>
    cut(map, `LRUMap.prototype.${name} = function`, '\n};\n', name);
  return [
    '/*! LRUMap of mnemonist, MIT, Guillaume Plique */',
    cut(typedArrays, 'var MAX_8BIT_INTEGER', ';\n', 'var MAX_8BIT_INTEGER').replaceAll(
      /Math\.pow\((\d+), (\d+)\)/g,
      '$1 ** $2',
    ),
    'const typed = {',
    cut(typedArrays, 'exports.getPointerArray = function', '\n};\n', 'getPointerArray'),
    '};',
    'export class LRUMap {',
    cut(map, 'function LRUMap', '\n}\n', 'constructor'),
    cut(read('lru-cache.js'), 'LRUCache.prototype.splayOnTop = function', '\n};\n', 'splayOnTop'),
    ...['clear', 'set', 'get'].map(method),
    '}',
  ].join('\n');
}

/** Returns the text from `start` to `end`, with `start` replaced by `beginning`, and a final `};` by `}`. */
function cut(text: string, start: string, end: string, beginning: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`Found no "${start}" in mnemonist`);
  const body = text.slice(from + start.length, to + end.length);
  return beginning + body.replace(/};\n$/, '}\n');
}
