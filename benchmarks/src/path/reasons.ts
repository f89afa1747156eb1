import type { Reasons } from '../report/reasons.ts';

const reasons: Reasons = {
  yardsticks: [
    'hand-written loop',
    'a Map by hand',
    'positions by hand',
    'RegExp by hand',
    'naive',
  ],
  reasons: [
    {
      groups: ['path/jsonpath parse'],
      ahead: ['jsonpath-plus (cached)'],
      why: 'It caches parsed queries, so this measures five lookups. With `QueryCache` a known text costs the same here',
    },
    {
      groups: ['path/jsonpath'],
      ahead: ['hand-written loop'],
      why: 'Ours runs closures, not code generated for the query (no `new Function`). In a process with one query they take 1.1 to 1.8 times as long as the loop; more than about 25 different busy queries share inline caches (plans/path-jsonpath.md)',
    },
    {
      groups: ['path/jsonpath filter conjunction', 'path/jsonpath slice'],
      ahead: ['jsonpath-faster'],
      why: 'It generates code for each query with `new Function`, which a Content Security Policy forbids',
    },
    {
      groups: ['path/incremental'],
      ahead: ['a Map by hand', 'positions by hand'],
      why: 'It is written for this one query, without order, pointers or exact differences',
    },
    {
      groups: ['path/query repeated'],
      ahead: ['a Map by hand'],
      why: 'Our cache is bounded, so it moves each entry that is used to the front',
    },
    {
      groups: ['path/pointer', 'path/pattern'],
      ahead: ['naive', 'RegExp by hand'],
      why: 'Ours refuses invalid escapes, which the short form does not check',
    },
    {
      groups: ['path/pointer resolve'],
      ahead: ['lodash, a path'],
      why: 'lodash caches the dotted paths that it has parsed',
    },
  ],
};
export default reasons;
