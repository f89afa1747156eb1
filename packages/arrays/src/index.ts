export { PermutationError, PositionError, SlotError } from './indirection/errors.ts';
export { IndirectionLayer, type Representation, type Splice } from './indirection-layer.ts';
