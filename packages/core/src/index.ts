export { ArrayHandle } from './array-handle.ts';
export { CommitEvent } from './commit-log.ts';
export { createDataMap, DataMap, type DataMapOptions, type WriteOptions } from './data-map.ts';
export { diff } from './diff.ts';
export {
  AsyncBatchError,
  DisposedError,
  ElementGoneError,
  LiveQueryOptionError,
  PatchError,
} from './errors.ts';
export type { Patch, PatchOperation } from './json-patch.ts';
export { LiveQuery } from './live-query.ts';
export type { LiveQueryDelta, LiveQueryOptions, ViewNode } from './ordered-view.ts';
export { PointerSignal } from './pointer-signals.ts';
export type {
  CheckedArrayPointer,
  CheckedPointer,
  CheckedTarget,
  ElementAt,
  TargetValue,
  ValueAt,
  Writable,
} from './pointer-types.ts';
export type { DocumentReader } from '@data-map/path';
export type { DataMapEvent, QueryEvent } from './query-subscription.ts';
export { ElementRef } from './ref.ts';

export * from '@data-map/arrays';
export * from '@data-map/path';
export * from '@data-map/signals';
export * from '@data-map/storage';
export * from '@data-map/subscriptions';
