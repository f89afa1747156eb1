import type { Reasons } from '../report/reasons.ts';

/** The naive forms are no peers; why three of them are ahead is in docs/audit/data-map-performance-audit.md. */
const reasons: Reasons = {
  yardsticks: ['naive'],
  reasons: [
    {
      groups: ['bottleneck/signal_subscribers'],
      ahead: ['naive'],
      why: 'For each subscriber the version that it has heard is kept',
    },
    {
      groups: ['bottleneck/keys_all'],
      ahead: ['naive'],
      why: 'The naive store holds every key as a string, which is what it spends its memory on',
    },
    {
      groups: ['bottleneck/query_simple'],
      ahead: ['naive'],
      why: 'The text is looked up in the cache; the naive form is handed the parsed query',
    },
  ],
};
export default reasons;
