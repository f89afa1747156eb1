import type { Reasons } from '../report/reasons.ts';

const IN_PLACE =
  'An array that is edited in place keeps no older versions, and copying it is a single memory move';

const reasons: Reasons = {
  yardsticks: [
    'copy',
    'array',
    'plain array',
    'Array.splice',
    'Uint32Array memmove',
    'set scan',
    'naive',
  ],
  reasons: [
    {
      groups: ['arrays/vector push'],
      ahead: ['list'],
      why: 'Each push makes a new version, which below a few thousand elements is most of the time. Above that, sharing the spine between versions pays off',
    },
    {
      groups: ['arrays/vector get'],
      ahead: ['immutable'],
      why: 'Both keep ten elements in one array, the tail. Ours also adds the tree offset to the index and compares it with the size of the tree',
    },
    {
      groups: ['arrays/vector iterate'],
      ahead: ['list'],
      why: 'With ten elements, half of the time creates the iterator, which also has the fields for a position in the tree',
    },
    {
      groups: [
        'arrays/vector slice',
        'arrays/vector from',
        'arrays/vector concat',
        'arrays/vector bulk',
      ],
      ahead: ['list'],
      why: 'In lists of ten elements, most of the time creates the new version',
    },
    {
      groups: ['arrays/vector'],
      ahead: ['array', 'copy'],
      why: IN_PLACE,
    },
    {
      groups: ['arrays/layer/sort', 'arrays/layer/position', 'arrays/layer/slot'],
      ahead: ['Array.splice', 'Uint32Array memmove', 'set scan'],
      why: 'A flat array finds the slot of a position with one read. The tree of chunks takes a few reads, but an edit does not move the elements behind it',
    },
    {
      groups: ['arrays/layer'],
      ahead: ['Array.splice', 'Uint32Array memmove', 'set scan'],
      why: 'Up to a few thousand positions, moving memory is faster than any tree. These contenders also have no map from slot to position',
    },
    {
      groups: ['arrays/smart'],
      ahead: ['plain array'],
      why: 'A short SmartArray is the same plain array behind a check of its strategy',
    },
  ],
};
export default reasons;
