export { applyChange } from './apply-change.ts';
export { invertChange, type Change } from './change.ts';
export { composeChanges } from './compose-changes.ts';
export { IndexError, LocationError, StorageError, ValueError } from './errors.ts';
export { FlatStore, type FlatStoreOptions } from './flat-store.ts';
export { PrefixIndex } from './prefix-index.ts';
export { Snapshot } from './snapshot.ts';
export { toPatch, type PatchOperation } from './to-patch.ts';
export { writtenAmong } from './written-among.ts';
