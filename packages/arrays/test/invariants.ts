export { checkVector } from './vector-invariants.ts';
export * from './layer-invariants.ts';
