import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: [
    'Map.get of the leaf',
    'Map.set of the leaf',
    'Map of leaves',
    'hand-written loop',
    'hand-written walk',
    'spread of the record alone',
    'Set, scanned',
    'the strings alone',
    'the plain document',
    'resolvePointer',
  ],
  reasons: [
    {
      groups: ['storage/array of records', 'storage/object of records', 'storage/narrow'],
      ahead: ['immutable setIn'],
      why: 'Its document is a persistent tree, and a write copies one path of small nodes. Ours is plain JSON, like that of immer and mutative: a container that was written to is copied as a whole when it is read',
    },
    {
      groups: ['storage/array of records'],
      ahead: ['immer', 'mutative'],
      why: 'For a write and a read of the whole document, all three copy the array once, 800 kB at 100,000 records. Memory dominates the time, which varies more between runs than between the three',
    },
    {
      groups: ['storage/object of records'],
      ahead: ['immer', 'mutative'],
      why: 'Ours keeps an object of more than 64 members in a Map once it is written to. That pays off from the second write between two reads of the whole object on. With only one write, converting the Map back costs more than it saves. Snapshots need no conversion',
    },
    {
      groups: ['storage/set', 'storage/get'],
      ahead: ['lodash set, in place', 'lodash get, path split before'],
      why: 'lodash is passed paths that are already split, and writes in place without a Change. Ours parses and walks each pointer that it does not remember',
    },
    {
      groups: ['storage/get', 'storage/getAt', 'storage/set'],
      ahead: ['Map.get of the leaf', 'Map.set of the leaf', 'resolvePointer', 'hand-written walk'],
      why: 'It is a bare lookup: it does not check whether the container is clean, and has no Changes and no snapshots. The Map has to be filled first',
    },
    {
      groups: ['storage/'],
      ahead: [
        'Map of leaves',
        'hand-written loop',
        'spread of the record alone',
        'the plain document',
      ],
      why: 'Ours does not store keys, but builds and escapes them when they are read. An eager Map has them, at a cost in memory and when the document is adopted',
    },
    {
      groups: ['prefix-index/list'],
      ahead: ['Set for each prefix'],
      why: 'It stores the answer for each prefix, which takes five times the memory',
    },
    {
      groups: ['prefix-index/build', 'prefix-index/add and remove'],
      ahead: ['mnemonist TrieMap, by segment', 'Set for each prefix'],
      why: 'A growing node of ours is reallocated with arrays of exact size, which keeps it small: 63 bytes a key instead of 96 and 322',
    },
    {
      groups: ['prefix-index'],
      ahead: ['Set, scanned', 'the strings alone'],
      why: 'A Set of strings has no trie to maintain, and finds the keys below a prefix by scanning all',
    },
  ],
};
export default reasons;
