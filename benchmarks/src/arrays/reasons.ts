import type { Reasons } from '../report/reasons.ts';

const IN_PLACE =
  'An array changed in place keeps no older version, and a copy of it is one move of memory';

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
      why: 'Each push makes a version, and below a few thousand elements that is most of what is timed. From there on the shared spine pays',
    },
    {
      groups: ['arrays/vector get'],
      ahead: ['immutable'],
      why: 'Ten elements are one array on both sides; here the tree in front of it is asked first where it ends and where the list begins',
    },
    {
      groups: ['arrays/vector iterate'],
      ahead: ['list'],
      why: 'Of ten elements, half of the time goes into making the iterator, which knows its place in a tree as well',
    },
    {
      groups: [
        'arrays/vector slice',
        'arrays/vector from',
        'arrays/vector concat',
        'arrays/vector bulk',
      ],
      ahead: ['list'],
      why: 'In lists of ten, what is timed is the making of a version',
    },
    {
      groups: ['arrays/vector'],
      ahead: ['array', 'copy'],
      why: IN_PLACE,
    },
    {
      groups: ['arrays/layer/sort', 'arrays/layer/position', 'arrays/layer/slot'],
      ahead: ['Array.splice', 'Uint32Array memmove', 'set scan'],
      why: 'A flat array gives a slot for a position by one read; a tree of chunks takes a few, and edits it without moving what is behind',
    },
    {
      groups: ['arrays/layer'],
      ahead: ['Array.splice', 'Uint32Array memmove', 'set scan'],
      why: 'Up to some thousand positions moving memory is quicker than any tree, and these keep no way back from slot to position',
    },
    {
      groups: ['arrays/smart'],
      ahead: ['plain array'],
      why: 'The same array with a look at the strategy before it; short ones never leave it',
    },
  ],
};
export default reasons;
