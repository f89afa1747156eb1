/** The fixed texts of the report. */

export const READING = `A cell is the median of the rounds with its median deviation, and in parentheses the time (or size) of the contender divided
by ours: **2× means that ours takes half the time**. If a contender is ahead by more than its spread, the factor is bold.
A dash means that the contender was not measured at that size, because one round would take seconds. Absolute times belong to this
machine; trust the factors, and of these only those of 2 and more.`;

export const METHOD = `## Method

Each bench file runs in a process of its own, on the built packages, with \`NODE_ENV=production\`. All contenders of a group do
the same work: each passes a check of its results before it is measured. They alternate over the rounds in
rotating order in one process, together with a calibration loop, and each has a calling loop of its own. The figure of a round is a mean that includes garbage
collection, a figure of the report is the median of the rounds, and a factor is the median of the factors within each round, since a
machine that slows down affects both sides. The clock excludes the time in which the process waited for a processor. Bytes are
the growth of the heap while a structure is referenced, between full collections, in a process that does nothing else.

The reasons for this are in the [README](README.md#how-it-is-measured); the sources of every group are in [src](src).`;

export const GUIDANCE = `## Tuning

The page [performance](../docs/performance.md) of the documentation says how to use these figures in a program. In short:

- Read and write through pointers that you keep, instead of building them for each call.
- Put many writes into one \`batch\`: subscribers are called once, and a container is copied once.
- Use a pattern to watch places, and a live query to watch a condition. Reading the value of a live query costs time in proportion to its results;
  its deltas do not.
- Set \`NODE_ENV=production\`, or \`freeze: false\`: freezing every container helps to find mistakes, but costs time.
- Use a snapshot to go back to a state, and \`toObject\` to get plain JSON. A snapshot copies nothing; after a write in a very wide object, \`toObject\` copies its members.
- Bound what grows: \`QueryCache\` has a capacity; for a log, remove old entries.`;
