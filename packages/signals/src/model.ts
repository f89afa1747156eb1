/** The entry `@data-map/signals/model`: what only those need who write their state as models. */
export { action } from './action.ts';
export {
  createModel,
  type Model,
  type ModelConstructor,
  type ModelFactory,
} from './create-model.ts';
