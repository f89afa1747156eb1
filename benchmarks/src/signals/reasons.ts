import type { Reasons } from '../report/reasons.ts';

/** `plans/signals-engine.md` has the measurements behind these reasons. */
const reasons: Reasons = {
  yardsticks: ['bare loop'],
  reasons: [
    {
      groups: ['signals/read-', 'scaling/signals, read'],
      ahead: ['preact', 'vue', 'alien-signals', 'solid'],
      why: 'A read tests flags and loads a field in all of these libraries. That takes a few nanoseconds, in which the layout of the code in memory matters. Which library is ahead differs between `read-one`, `read-many` and runs',
    },
    {
      groups: ['signals/fan-out-1000'],
      ahead: ['alien-signals', 'preact'],
      why: 'Both do the same work, but our effects have additional fields for their owner and their siblings, so more memory is read. Which library is ahead differs between runs',
    },
    {
      groups: ['signals/cellx', 'signals/write-one-effect', 'signals/mux'],
      ahead: ['alien-signals', 'preact'],
      why: 'Level: which of the two is ahead by a few percent differs between runs',
    },
    {
      groups: ['signals/create-dispose', 'scaling/signals, come and go'],
      ahead: ['alien-signals', 'preact', 'vue'],
      why: 'An effect of ours belongs to the effect or scope in which it was made, and is unlinked from it when it is disposed of. Preact has no owners; alien-signals keeps a shorter list',
    },
    {
      groups: ['signals/create-signals', 'signals/create-computeds'],
      ahead: ['alien-signals', 'preact'],
      why: 'Our constructor checks the options of each signal, which takes a few nanoseconds',
    },
    {
      groups: ['signals/notify-effects', 'scaling/signals, notify'],
      ahead: ['alien-signals', 'preact'],
      why: 'Level on average over the sizes: which library is ahead differs from size to size. From a few thousand effects on, memory access dominates',
    },
    {
      groups: ['signals/notify-subscribers'],
      ahead: ['bare loop'],
      why: 'Ours records for each subscriber the version that it was called with, so that none is called twice for one version when a subscriber writes',
    },
    {
      groups: ['signals/memory-computeds'],
      ahead: ['signal-polyfill'],
      why: 'In the polyfill, a computed that was never read is a small record. In ours and all others, it has the fields for its links from the start',
    },
    {
      groups: ['signals/memory-effects', 'signals/memory-observed'],
      ahead: ['alien-signals'],
      why: 'Our disposer is a bound function with a `Symbol.dispose`, and an effect has fields for its owner and its siblings',
    },
  ],
};
export default reasons;
