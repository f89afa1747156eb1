/** The package ships no types. */
declare module 'jsonpath-faster' {
  const faster: { query(document: unknown, path: string): unknown[] };
  export default faster;
}
