export type { ChangeRecord, DocumentReader } from './change.ts';
export { SubscriptionEngine, type Unsubscribe } from './engine.ts';
export { DeliveryLoopError, SubscriptionOptionError } from './errors.ts';
export type { EventKind, SubscriptionCallback, SubscriptionEvent } from './event.ts';
export type { CacheSizes } from './matcher.ts';
export type { Schedule, SubscriptionOptions } from './options.ts';
export { PatternIndex, type PatternEntry } from './pattern-index.ts';
export { PatternTrie } from './pattern-trie.ts';
