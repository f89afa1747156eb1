declare module 'virtual:sample' {
  /** The text of a JSON document. */
  const text: string;
  export default text;
}
