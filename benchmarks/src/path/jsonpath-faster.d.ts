/** It has no types of its own. */
declare module 'jsonpath-faster' {
  const faster: { query(document: unknown, path: string): unknown[] };
  export default faster;
}
