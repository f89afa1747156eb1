import {
  formatPattern,
  formatPointer,
  resolvePointer,
  WILDCARD,
  type Pointer,
} from '@data-map/core';

/** The places and queries in a document that the tour shows. */
export interface Itinerary {
  /** A leaf to read and write. */
  readonly leaf: Pointer;
  /** A value for that leaf which differs from its present one. */
  readonly changed: unknown;
  /** A pattern that matches the leaf and similar ones. */
  readonly pattern: string;
  /** The query in words. */
  readonly question: string;
  /** A JSONPath query, with a filter if the document has members to filter. */
  readonly query: string;
  /** A leaf that affects the result of the query: writing `switchedTo` changes the result. */
  readonly switched: Pointer;
  readonly switchedTo: unknown;
  /** An array or, if the document has none, a place where one can be made. */
  readonly array: Pointer;
}

/** The itinerary for the browser-compat data. */
export const browserCompatItinerary: Itinerary = {
  leaf: '/api/AbortController/__compat/status/deprecated',
  changed: true,
  pattern: '/api/*/__compat/status/deprecated',
  question: 'Which APIs are deprecated and not on the standards track?',
  query:
    '$.api[?@.__compat.status.deprecated == true && @.__compat.status.standard_track == false]',
  switched: '/api/AbortController/__compat/status/standard_track',
  switchedTo: false,
  array: '/api/AbortController/__compat/support/safari',
};

/** The search visits so many nodes and then takes the best leaf that it has found. */
const SEARCH_LIMIT = 20_000;

type Location = readonly (string | number)[];

/** Finds an itinerary for an unknown document, by looking at its first nodes. */
export function findItinerary(document: unknown): Itinerary {
  const found = search(document);
  const { leaf, groupAt } = chooseLeaf(document, found.leaves);
  const value = resolvePointer(document, formatPointer(leaf));
  const pattern = leaf.map((segment, i) => (i === groupAt ? WILDCARD : segment));
  const changed = different(value);
  const pointer = formatPointer(leaf);
  return {
    leaf: pointer,
    changed,
    pattern: groupAt === undefined ? pointer : formatPattern(pattern),
    ...question(leaf, groupAt, value),
    switched: pointer,
    switchedTo: value,
    array: leaf.length === 0 ? '' : (found.array ?? emptyPlace(document)),
  };
}

function search(document: unknown): { leaves: Location[]; array: Pointer | undefined } {
  const leaves: Location[] = [];
  let array: Pointer | undefined;
  const queue: [Location, unknown][] = [[[], document]];
  for (let i = 0; i < queue.length && i < SEARCH_LIMIT; i++) {
    const [location, value] = queue[i] ?? [[], undefined];
    if (typeof value !== 'object' || value === null) {
      leaves.push(location);
      continue;
    }
    if (Array.isArray(value)) array ??= formatPointer(location);
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? value.slice(0, 50).map((element, index) => [index, element])
      : Object.entries(value).slice(0, 200);
    for (const [key, child] of entries) queue.push([[...location, key], child]);
  }
  return { leaves, array };
}

/** Chooses the leaf with the most similar leaves, and the segment in which their locations differ. */
function chooseLeaf(
  document: unknown,
  leaves: readonly Location[],
): { leaf: Location; groupAt: number | undefined } {
  let best: { leaf: Location; groupAt: number | undefined } = { leaf: [], groupAt: undefined };
  let most = 0;
  for (const leaf of leaves.slice(0, 500)) {
    best = best.leaf.length === 0 ? { leaf, groupAt: undefined } : best;
    for (let at = 0; at < leaf.length - 1; at++) {
      const alike = countAlike(document, leaf, at);
      if (alike > most && alike > 1) {
        most = alike;
        best = { leaf, groupAt: at };
      }
    }
  }
  return best;
}

/** Counts the siblings of segment `at` from which the remaining segments lead to a leaf, too. */
function countAlike(document: unknown, leaf: Location, at: number): number {
  const parent = resolvePointer(document, formatPointer(leaf.slice(0, at)));
  if (typeof parent !== 'object' || parent === null) return 0;
  const rest = formatPointer(leaf.slice(at + 1));
  return Object.values(parent)
    .slice(0, 50)
    .filter((member) => resolvePointer(member, rest) !== undefined).length;
}

function question(
  leaf: Location,
  groupAt: number | undefined,
  value: unknown,
): { question: string; query: string } {
  const literal = JSON.stringify(value);
  if (groupAt === undefined || typeof value === 'object') {
    return { question: 'What is there?', query: `$${leaf.map(bracket).join('')}` };
  }
  const rest = leaf.slice(groupAt + 1);
  return {
    question: `Where is ${rest.join('.')} ${literal}?`,
    query: `$${leaf.slice(0, groupAt).map(bracket).join('')}[?@${rest.map(bracket).join('')} == ${literal}]`,
  };
}

function bracket(segment: string | number): string {
  return `[${JSON.stringify(segment)}]`;
}

function different(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}, changed`;
  return 'changed';
}

/** A place for a new array in an object: a new member. */
function emptyPlace(document: unknown): Pointer {
  let name = 'list';
  while (resolvePointer(document, formatPointer([name])) !== undefined) name += '_';
  return formatPointer([name]);
}
