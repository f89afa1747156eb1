/** The part of qlobber that the benchmarks use; the package ships no types. */
declare module 'qlobber' {
  interface Options {
    readonly separator?: string;
    readonly wildcard_one?: string;
    readonly wildcard_some?: string;
    /** The number of split topics to cache, 0 for none. */
    readonly cache_splits?: number;
  }
  export class Qlobber<T> {
    constructor(options?: Options);
    add(pattern: string, value: T): this;
    remove(pattern: string, value?: T): this;
    /** Contains duplicates if several subscribed topics with the same value match. */
    match(topic: string): T[];
  }
}
