import type { Reasons } from '../report/reasons.ts';

/** The naive forms are yardsticks, not peers. docs/audit/data-map-performance-audit.md says why three of them are ahead. */
const reasons: Reasons = {
  yardsticks: ['naive'],
  reasons: [
    {
      groups: ['bottleneck/signal_subscribers'],
      ahead: ['naive'],
      why: 'Ours records for each subscriber the version that it was called with',
    },
    {
      groups: ['bottleneck/keys_all'],
      ahead: ['naive'],
      why: 'The naive store keeps every key as a string, which takes most of its memory. Ours builds the strings when they are read',
    },
    {
      groups: ['bottleneck/query_simple'],
      ahead: ['naive'],
      why: 'Ours looks up the text of the query in the cache, while the naive form is passed the parsed query',
    },
  ],
};
export default reasons;
