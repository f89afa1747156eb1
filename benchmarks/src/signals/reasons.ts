import type { Reasons } from '../report/reasons.ts';

/** Measured and tried out in `plans/signals-engine.md`. */
const reasons: Reasons = {
  yardsticks: ['bare loop'],
  reasons: [
    {
      groups: ['signals/read-', 'scaling/signals, read'],
      ahead: ['preact', 'vue', 'alien-signals', 'solid'],
      why: 'A read is a flag test and a field on all sides: a few nanoseconds, in which the order of code in memory counts. Which library is ahead differs between `read-one`, `read-many` and runs',
    },
    {
      groups: ['signals/fan-out-1000'],
      ahead: ['alien-signals', 'preact'],
      why: 'Level but for the memory that is touched: an effect here has fields for its owner and its neighbours there. Which library is ahead differs between runs',
    },
    {
      groups: ['signals/cellx'],
      ahead: ['alien-signals'],
      why: 'Level: which of the two is ahead by some percent differs between runs',
    },
    {
      groups: ['signals/create-dispose', 'scaling/signals, come and go'],
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
