/** The parts of the report that do not come from figures. */

export const READING = `A cell is the median of the rounds and its median deviation, and in brackets how many times as long (or as large) as ours the
contender is: **2× says that ours takes half the time**. Where a contender is ahead beyond its spread, the factor is bold.
A dash is a contender that was left out at that size, because one round would take seconds. Nanoseconds are those of this
machine; trust the factors, and trust those of 2 and up.`;

export const METHOD = `## Method

Each bench file runs in a process of its own, on the built packages, with \`NODE_ENV=production\`. All contenders of a group do
the same work and prove it before the clock starts: each passes a check of its results. They alternate over the rounds in
rotating order in one process, each with a calling loop of its own, beside a calibration loop. A round is a mean, garbage
collection included; a figure is the median of the rounds, a factor the median of the factors within each round, so that a
machine which slows down moves both sides. The clock leaves out the time that the process waited for a processor. Bytes are
what the heap gains while a structure is held, between full collections, in a process that does nothing else.

The whole reasoning is in the [README](README.md#how-it-is-measured); the sources of every group are in [src](src).`;

export const GUIDANCE = `## Tuning

What to do with these figures in a program is a page of the documentation: [performance](../docs/performance.md). In short:

- Read and write through pointers that are kept, not put together anew for each call.
- Put many writes into one \`batch\`: watchers run once, and a container is copied once.
- Watch a pattern where places are what matters, and a live query where a condition is. A live query costs its results when
  they are read; its deltas do not.
- Set \`NODE_ENV=production\`, or \`freeze: false\`: freezing every container is for finding mistakes.
- Take a snapshot where you want to go back, and \`toObject\` where you want plain JSON: the snapshot copies nothing, the whole document after a write in a very wide object copies its members.
- Bound what grows: \`QueryCache\` has a capacity, and a log wants a ring.`;
