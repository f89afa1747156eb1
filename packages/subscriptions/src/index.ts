export { PatternIndex, type PatternEntry } from './pattern-index.ts';
export { PatternTrie } from './pattern-trie.ts';
export type { CacheSizes } from './matcher.ts';
