import type { Reasons } from '../report/reasons.ts';

/** Measured and tried out in `plans/signals-engine.md`. */
const reasons: Reasons = {
  yardsticks: ['bare loop'],
  reasons: [
    {
      groups: ['signals/dynamic-100x15', 'signals/dynamic-10x10'],
      ahead: ['alien-signals', 'preact', 'vue'],
      why: 'Nobody observes the grid, so each read after a write checks all links above it, mostly waiting for memory. alien-signals keeps every computed that was read once subscribed, and alive',
    },
    {
      groups: ['signals/read-', 'scaling/signals, read'],
      ahead: ['preact', 'vue', 'alien-signals', 'solid'],
      why: 'A read is a flag test and a field on all sides: 2 to 6 ns in which the order of code in memory counts. Which library is ahead differs between `read-one`, `read-many` and runs',
    },
    {
      groups: ['signals/write-unwatched'],
      ahead: ['alien-signals', 'solid'],
      why: 'A write here also takes a new version of the signal and looks for an `equals` of its own and for a batch in progress; theirs stores and looks for observers',
    },
    {
      groups: ['signals/write-one-effect'],
      ahead: ['alien-signals'],
      why: 'An effect here runs as a batch, so that two writes in it wake others once, and its throw does not stop the others',
    },
    {
      groups: ['signals/diamond', 'signals/triangle'],
      ahead: ['alien-signals'],
      why: 'Sources are compared by version one by one before a computed runs. alien-signals pushes a second mark instead, which pays in short graphs and costs in deep ones',
    },
    {
      groups: ['signals/unstable', 'signals/avoidable', 'signals/fan-in-1', 'signals/broad'],
      ahead: ['preact'],
      why: 'Preact checks by recursion, which is quicker on shallow graphs; loops are used here so that a chain of 100,000 does not overflow',
    },
    {
      groups: ['signals/create-dispose', 'signals/fan-out-1000', 'scaling/signals, come and go'],
      ahead: ['alien-signals', 'preact', 'vue'],
      why: 'An effect here belongs to the effect or scope in which it was made and leaves it when it is disposed. Preact has no owners; alien-signals keeps a shorter list',
    },
    {
      groups: ['signals/create-signals', 'signals/create-computeds'],
      ahead: ['alien-signals', 'preact'],
      why: 'A few nanoseconds of the constructor: options are looked at for each signal',
    },
    {
      groups: ['signals/notify-effects', 'scaling/signals, notify'],
      ahead: ['alien-signals', 'preact'],
      why: 'Level on average over the sizes; at one size the one, at another the other is ahead. From some thousand effects on the figure is that of the memory',
    },
    {
      groups: ['signals/notify-subscribers'],
      ahead: ['bare loop'],
      why: 'For each subscriber the version that it has heard is kept, so that nobody hears one twice when a subscriber writes',
    },
    {
      groups: ['signals/memory-computeds'],
      ahead: ['signal-polyfill'],
      why: 'A computed that was never read is a bare record in the polyfill; ours and all others hold the fields for their links from the start',
    },
    {
      groups: ['signals/memory-effects', 'signals/memory-observed'],
      ahead: ['alien-signals'],
      why: 'The disposer is a bound function with a `Symbol.dispose`, and an effect has fields for its owner and its neighbours there',
    },
  ],
};
export default reasons;
