export { PrefixIndex } from './prefix-index.ts';
