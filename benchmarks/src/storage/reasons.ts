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
      why: 'Its root is a tree of its own, of which a write copies a path of small nodes. Here, as with immer and mutative, the root is plain JSON, and a container that was written is copied whole when somebody looks',
    },
    {
      groups: ['storage/array of records'],
      ahead: ['immer', 'mutative'],
      why: 'For a write and the whole document all three copy the array once, 800 kB at 100,000 records: the time is that of memory, and differs from run to run by more than between them',
    },
    {
      groups: ['storage/object of records'],
      ahead: ['immer', 'mutative'],
      why: 'Objects of more than 64 members are kept in a Map once they are written to. That pays from the second write between two looks at the whole on; with one it costs the way back. A snapshot does not pay it',
    },
    {
      groups: ['storage/set', 'storage/get'],
      ahead: ['lodash set, in place', 'lodash get, path split before'],
      why: '20,000 places at random are more than the store remembers, so that each is walked to from its text; lodash was handed paths that were split before, and writes without a copy or a record of it',
    },
    {
      groups: ['storage/get', 'storage/getAt', 'storage/set'],
      ahead: ['Map.get of the leaf', 'Map.set of the leaf', 'resolvePointer', 'hand-written walk'],
      why: 'A look-up and nothing else: no check that the container is clean, no Change, no snapshot. The Map had to be filled first',
    },
    {
      groups: ['storage/'],
      ahead: [
        'Map of leaves',
        'hand-written loop',
        'spread of the record alone',
        'the plain document',
      ],
      why: 'Keys are not held but written out when asked for, and escaped; an eager Map has them and pays for it in memory and when the document is taken in',
    },
    {
      groups: ['prefix-index/list'],
      ahead: ['Set for each prefix'],
      why: 'Each prefix has the answer ready, for five times the memory',
    },
    {
      groups: ['prefix-index/build', 'prefix-index/add and remove'],
      ahead: ['mnemonist TrieMap, by segment', 'Set for each prefix'],
      why: 'A node that grows goes through arrays of exact size on its way, which is what makes it small: 63 bytes a key instead of 96 and 322',
    },
    {
      groups: ['prefix-index'],
      ahead: ['Set, scanned', 'the strings alone'],
      why: 'A Set of strings has no tree, and answers a prefix by looking at all keys',
    },
  ],
};
export default reasons;
