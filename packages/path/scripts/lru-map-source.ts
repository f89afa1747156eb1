/**
 * What the build puts into the package of mnemonist: those methods of `LRUMap` that `QueryCache` calls.
 *
 * mnemonist 0.40 offers its parts to `require` only, as modules that no bundler can shake: importing `LRUMap` brings `LRUCache`, iterators
 * and helpers for typed arrays, 2.5 kB compressed, of which 0.5 are needed. The methods are cut out of the files as they are; where
 * one is not found the build fails.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An ES module that exports `LRUMap`, from the folder of mnemonist; as a class, which a bundler leaves out where it is not used. */
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

/** The text from `start` to `end`, with another beginning, and without a semicolon at the end of a function. */
function cut(text: string, start: string, end: string, beginning: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`Found no "${start}" in mnemonist`);
  const body = text.slice(from + start.length, to + end.length);
  return beginning + body.replace(/};\n$/, '}\n');
}
