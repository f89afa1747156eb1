import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: ['Map.get of the answer', 'Map of Sets'],
  reasons: [
    {
      groups: ['patterns/add or remove'],
      ahead: ['qlobber', 'qlobber, splits cached', 'recursive trie'],
      why: 'A new pattern may have to reset the automaton that makes matching independent of the number of patterns, and its text is parsed and checked. Subscribing is rare beside matching',
    },
    {
      groups: ['patterns/match, pointers never seen before'],
      ahead: ['qlobber', 'qlobber, splits cached', 'eventemitter2', 'regex scan', 'recursive trie'],
      why: 'The automaton is built as it is met: a pointer of a new kind pays for the states that the next ones use. With ten patterns there is too little to save; with 100,000, texts that never repeat keep making states',
    },
    {
      groups: ['patterns/match'],
      ahead: ['eventemitter2', 'regex scan', 'recursive trie', 'qlobber', 'qlobber, splits cached'],
      why: 'Ours is `match`, which makes a Set of the hits; `forEachMatch` in the next column does not',
    },
    {
      groups: ['patterns/match'],
      ahead: ['Map.get of the answer'],
      why: 'The answers themselves in a Map: unbounded, and wrong with the next pattern',
    },
    {
      groups: ['subscriptions/notify, 1000 hits'],
      ahead: ['qlobber', 'eventemitter2', 'recursive trie'],
      why: 'Their listeners are called with nothing. Here each call has an event with pointer, value and previous value, is guarded against a throw, and comes after a look whether the subscription has ended meanwhile',
    },
    {
      groups: ['subscriptions/bytes for each pattern'],
      ahead: ['eventemitter2'],
      why: 'It keeps a tree of names and nothing to find a place by but walking that; ours holds the texts, numbers for names and what the automaton is built from',
    },
    {
      groups: ['subscriptions/bytes for each subscription'],
      ahead: ['eventemitter2', 'Map of Sets'],
      why: 'They hold the function. Here a subscription knows its target, options, order and whether it has ended, and comes with a disposer of its own; the place stands in an index that is also asked by prefix',
    },
  ],
};
export default reasons;
