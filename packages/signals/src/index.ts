export { action } from './action.ts';
export { batch } from './batch.ts';
export { Computed, computed } from './computed.ts';
export {
  createModel,
  type Model,
  type ModelConstructor,
  type ModelFactory,
} from './create-model.ts';
export type { Disposer } from './disposer.ts';
export { Effect, effect, type EffectFn, type EffectOptions } from './effect.ts';
export { CycleError } from './errors.ts';
export type { SignalOptions } from './options.ts';
export { effectScope } from './scope.ts';
export { isSignal, Signal, signal, type ReadonlySignal } from './signal.ts';
export { isTracking, untracked } from './untracked.ts';
