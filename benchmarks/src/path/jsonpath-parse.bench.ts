/** Parsing queries to the internal representation of each implementation. One operation is five typical queries. */
import { parse } from '@data-map/path';
import * as p3 from 'json-p3';
import { JSONPath } from 'jsonpath-plus';
import parseRfc from 'jsonpath-rfc9535/parser';
import Nimma from 'nimma';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { cases } from './jsonpath-cases.ts';

const texts = [
  cases['wildcard array'].text,
  cases.descendant.text,
  cases['filter boolean'].text,
  cases['filter conjunction'].text,
  cases.slice.text,
];

interface Parser {
  run(): void;
  /** Parses one text. */
  one(text: string): unknown;
}

function parser(one: (text: string) => unknown): () => Parser {
  return () => ({
    one,
    run() {
      for (const text of texts) sink(one(text));
    },
  });
}

group<Parser>(
  'path/jsonpath parse five queries',
  {
    operations: 1,
    check({ one }, name) {
      for (const text of texts)
        if (typeof one(text) !== 'object') throw new Error(`${name} gives nothing for ${text}`);
    },
  },
  {
    'data-map': parser((text) => parse(text)),
    'json-p3': parser((text) => p3.compile(text)),
    'jsonpath-rfc9535': parser((text) => parseRfc(text)),
    nimma: parser((text) => new Nimma([text])),
    // It caches parsed queries, so this is a lookup after the first round
    'jsonpath-plus (cached)': parser((text) => JSONPath.toPathArray(text)),
  },
);
