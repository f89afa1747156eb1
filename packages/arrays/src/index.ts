export { PermutationError, PositionError, SlotError, StrategyError } from './indirection/errors.ts';
export { IndirectionLayer, type Representation, type Splice } from './indirection-layer.ts';
export { PersistentVector } from './persistent-vector.ts';
export { TransientError } from './vector/errors.ts';
export type { TransientVector } from './vector/transient-vector.ts';
export { SmartArray, type SmartArrayOptions } from './smart-array.ts';
export type { Strategy } from './smart-array/sequence.ts';
