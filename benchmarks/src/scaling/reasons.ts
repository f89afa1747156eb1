import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: ['Map', 'Map of all leaves', 'Map of results', 'LRUMap of results'],
  reasons: [
    {
      groups: ['scaling/patterns, match'],
      ahead: ['Map.get of the answer'],
      why: 'A Map with the hits of every pointer ready, by its whole text; from 100,000 patterns on it is behind',
    },
    {
      groups: ['scaling/patterns, add and remove'],
      ahead: ['qlobber'],
      why: 'A new pattern is parsed, checked, and may reset states of the automaton',
    },
    {
      groups: ['scaling/prefix index'],
      ahead: ['Map'],
      why: 'A Map of the same keys, without the tree by which prefixes are answered; `get` is one look-up in it on both sides',
    },
    {
      groups: ['scaling/store'],
      ahead: ['Map of all leaves'],
      why: 'A look-up and nothing else: no Change, no snapshot, and the Map had to be filled first',
    },
    {
      groups: ['scaling/queries'],
      ahead: ['Map of results'],
      why: 'The cache is bounded, and moves what was used to the front',
    },
    {
      groups: ['scaling/queries'],
      ahead: ['LRUMap of results'],
      why: 'What the cache is made of; the cache also compares the store and its version',
    },
  ],
};
export default reasons;
