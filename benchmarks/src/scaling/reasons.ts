import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: ['Map', 'Map of all leaves', 'Map of results', 'LRUMap of results'],
  reasons: [
    {
      groups: ['scaling/patterns, match'],
      ahead: ['Map.get of the answer'],
      why: 'A Map that holds the matches of every pointer in advance. From 100,000 patterns on, ours is faster',
    },
    {
      groups: ['scaling/patterns, add and remove'],
      ahead: ['qlobber'],
      why: 'Ours parses and checks a new pattern, which may also reset states of the automaton',
    },
    {
      groups: ['scaling/prefix index'],
      ahead: ['Map'],
      why: 'A Map of the same keys, without the trie that finds keys by prefix. `get` is one lookup in such a Map on both sides',
    },
    {
      groups: ['scaling/store'],
      ahead: ['Map of all leaves'],
      why: 'It is a bare lookup, without Changes and snapshots, and the Map has to be filled first',
    },
    {
      groups: ['scaling/queries'],
      ahead: ['Map of results'],
      why: 'Our cache is bounded, so it moves each entry that is used to the front',
    },
    {
      groups: ['scaling/queries'],
      ahead: ['LRUMap of results'],
      why: 'It is the data structure inside our cache, which also compares the store and its version',
    },
  ],
};
export default reasons;
