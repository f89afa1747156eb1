/** The names of benchmarks that goals, and sentences of the READMEs, refer to as a whole. */

/** The reactive graphs of `signals/graphs.bench.ts`. */
export const GRAPHS: readonly string[] = [
  'deep',
  'broad',
  'diamond',
  'triangle',
  'mux',
  'unstable',
  'avoidable',
  'repeated',
  'cellx',
  'fan-in-1',
  'fan-in-100',
  'fan-out-1000',
  'dynamic-10x10',
  'dynamic-100x15',
  'batched',
  'create-dispose',
];

/** The queries of `path/jsonpath-cases.ts` whose evaluation is a goal. */
export const QUERIES: readonly string[] = [
  'wildcard array',
  'wildcard object',
  'descendant',
  'filter boolean',
  'filter conjunction',
  'filter existence',
  'slice',
  'single',
];
