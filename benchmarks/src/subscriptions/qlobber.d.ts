/** The part of qlobber that the benchmarks use; the package ships no types. */
declare module 'qlobber' {
  interface Options {
    readonly separator?: string;
    readonly wildcard_one?: string;
    readonly wildcard_some?: string;
    /** How many topics to keep split, 0 for none. */
    readonly cache_splits?: number;
  }
  export class Qlobber<T> {
    constructor(options?: Options);
    add(pattern: string, value: T): this;
    remove(pattern: string, value?: T): this;
    /** With duplicates, where several ways lead to a value. */
    match(topic: string): T[];
  }
}
