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
      why: 'It changes the document as it goes: what fails in the middle stays half done, and values are shared with the patch. Ours is all or nothing and gives the inverse',
    },
    {
      groups: ['core/live query'],
      ahead: ['event-reduce'],
      why: 'It keeps rows that it was handed, without order, places or a document: at 1,000 items a pass over a short result is less than bookkeeping. At 100,000 the two are near each other',
    },
    {
      groups: ['core/live query, relevant write'],
      ahead: ['hand-written loop, run again'],
      why: 'A loop over 1,000 items takes as long as the bookkeeping; it tells no differences',
    },
    {
      groups: ['core/sorted live query'],
      ahead: ['event-reduce', 'sorted array, by hand'],
      why: 'They keep one list of rows that they were handed, without places, a document or exact differences; to move a row, both take it out of that list and put it in',
    },
    {
      groups: ['core/ten best'],
      ahead: ['hand-written selection, run again'],
      why: 'When the leader drops out all 100,000 results are looked through for the next ten, each with its place, and an exact difference is told; the loop looks at bare items',
    },
  ],
};
export default reasons;
