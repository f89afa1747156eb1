import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: ['Map.get of the answer', 'Map of Sets'],
  reasons: [
    {
      groups: ['patterns/add or remove'],
      ahead: ['qlobber', 'qlobber, splits cached', 'recursive trie'],
      why: 'A new pattern is parsed and checked, and may reset states of the automaton, which makes matching independent of the number of patterns. Subscribing is rarer than matching',
    },
    {
      groups: ['patterns/match, pointers never seen before'],
      ahead: ['qlobber', 'qlobber, splits cached', 'eventemitter2', 'regex scan', 'recursive trie'],
      why: 'Our automaton is built lazily: a pointer of a new kind pays for states that later pointers reuse. With ten patterns there is little to reuse. With 100,000, pointers that never repeat keep adding states',
    },
    {
      groups: ['patterns/match'],
      ahead: ['eventemitter2', 'regex scan', 'recursive trie', 'qlobber', 'qlobber, splits cached'],
      why: 'This is our `match`, which makes a Set of the matches; `forEachMatch` in the next column does not',
    },
    {
      groups: ['patterns/match'],
      ahead: ['Map.get of the answer'],
      why: 'It looks up precomputed answers in a Map, which is unbounded, and wrong after the next pattern is added',
    },
    {
      groups: ['subscriptions/notify, 1000 hits'],
      ahead: ['qlobber', 'eventemitter2', 'recursive trie'],
      why: 'They call listeners without arguments. Ours passes an event with pointer, value and previous value, catches exceptions, and checks before each call whether the subscription has ended',
    },
    {
      groups: ['subscriptions/bytes for each pattern'],
      ahead: ['eventemitter2'],
      why: 'It stores only a tree of names. Ours also stores the texts of the patterns, numbers for names, and the tries from which the automaton is built',
    },
    {
      groups: ['subscriptions/bytes for each subscription'],
      ahead: ['eventemitter2', 'Map of Sets'],
      why: 'They store only the function. Our subscription stores its target, options, order and whether it has ended, and has a disposer. Its place is in an index that also finds by prefix',
    },
  ],
};
export default reasons;
