import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: [
    'hand-written loop, run again',
    'hand-written selection, run again',
    'sorted again',
    'sorted array, by hand',
    'the plain document',
  ],
  reasons: [
    {
      groups: ['core/json patch'],
      ahead: ['fast-json-patch'],
      why: 'It edits the document in place: a patch that fails in the middle stays half applied, and the document shares values with the patch. Ours is atomic and returns the inverse patch',
    },
    {
      groups: ['core/live query'],
      ahead: ['event-reduce'],
      why: 'It stores the rows that it is passed, without order, locations or a document. At 1,000 items a pass over the short result costs less than our bookkeeping; at 100,000 items it does not',
    },
    {
      groups: ['core/live query, relevant write'],
      ahead: ['hand-written loop, run again'],
      why: 'A loop over 1,000 items takes about as long as our bookkeeping, and reports no differences',
    },
    {
      groups: ['core/sorted live query'],
      ahead: ['event-reduce', 'sorted array, by hand'],
      why: 'They keep one sorted list of the rows that they are passed, without locations, a document or exact differences. To move a row, both remove it from that list and insert it again',
    },
    {
      groups: ['core/ten best'],
      ahead: ['hand-written selection, run again'],
      why: 'Sometimes the removal of the leader makes ours select the best of all 100,000 results again, with their locations, and it reports exact differences. The loop reads bare items',
    },
  ],
};
export default reasons;
