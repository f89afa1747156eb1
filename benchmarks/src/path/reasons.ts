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
      why: 'It keeps what it has parsed, so this is five look-ups; a known text costs the same here through `QueryCache`',
    },
    {
      groups: ['path/jsonpath'],
      ahead: ['hand-written loop'],
      why: 'Closures instead of code made for the query (no `new Function`). Alone they are within 1.1 to 1.8; with more than some 25 different busy queries they share inline caches (plans/path-jsonpath.md)',
    },
    {
      groups: ['path/jsonpath filter conjunction', 'path/jsonpath slice'],
      ahead: ['jsonpath-faster'],
      why: 'It writes a program for each query and has the engine compile that (`new Function`), which a Content Security Policy forbids',
    },
    {
      groups: ['path/incremental'],
      ahead: ['a Map by hand', 'positions by hand'],
      why: 'Written for this one query, without order, pointers or exact differences',
    },
    {
      groups: ['path/query repeated'],
      ahead: ['a Map by hand'],
      why: 'The cache is bounded, and moves what was used to the front',
    },
    {
      groups: ['path/pointer', 'path/pattern'],
      ahead: ['naive', 'RegExp by hand'],
      why: 'Checks that bad escapes are refused, which the short form does not',
    },
    {
      groups: ['path/pointer resolve'],
      ahead: ['lodash, a path'],
      why: 'A dotted path that lodash has parsed before is kept by it',
    },
  ],
};
export default reasons;
