import { createLoops, type Loops } from './hot/loops.ts';
import { loops } from './hot/loops.copies.ts';
import { createReads, type Reads } from './hot/reads.ts';
import { reads } from './hot/reads.copies.ts';
import { createTests, type Tests } from './hot/tests.ts';
import { tests } from './hot/tests.copies.ts';
import { createWalks, type Walks } from './hot/walks.ts';
import { walks } from './hot/walks.copies.ts';

/**
 * Where the compiler gets its closures from, see `hot/README.md`.
 *
 * Stable for use inside this package: `Deal`, `dealShared`, `dealOwn`.
 */
export type Deal = Reads & Tests & Loops & Walks;

/** One place for all queries. */
export const dealShared: Deal = {
  ...createReads(),
  ...createTests(),
  ...createLoops(),
  ...createWalks(),
};

/**
 * Copies for one compilation, which must be over before the next one asks. What is compiled again under the same key (the same query,
 * parsed by somebody else) gets the same copies, since it most likely meets the same shapes: a program that compiles twenty
 * queries over and over uses the copies of twenty. Anything else gets those that were handed out the longest ago.
 */
export function dealOwn(key: string): Deal {
  const known = starts.get(key);
  const isKept = known !== undefined && !isHandedOutAgain(known);
  const start = isKept ? known : { ...next };
  if (!isKept) remember(key, start);
  const turns = { ...start };
  const take: Take = (copies, kind) => {
    const turn = turns[kind] ?? 0;
    turns[kind] = turn + 1;
    if (!isKept) next[kind] = turn + 1;
    return turn % copies;
  };
  return {
    ...dealt(reads, take),
    ...dealt(tests, take),
    ...dealt(loops, take),
    ...dealt(walks, take),
  };
}

/** How many closures of each kind were handed out, or a moment of that count. */
type Turns = Record<string, number>;

/** The copy, out of so many, that the next closure of a kind comes from. */
type Take = (copies: number, kind: string) => number;

const next: Turns = {};

/** Where the copies of a query begin, by its key, in the order in which they were handed out. */
const starts = new Map<string, Turns>();

/** Nothing is kept longer than there are copies of the most frequent kind. */
const MAX_STARTS = reads.length;

function remember(key: string, start: Turns): void {
  starts.delete(key);
  starts.set(key, start);
  const [oldest] = starts.keys();
  if (starts.size > MAX_STARTS && oldest !== undefined) starts.delete(oldest);
}

/** Whether the turn has come round since, so that another query has some of the copies. */
function isHandedOutAgain(start: Turns): boolean {
  return Object.keys(next).some(
    (kind) => (next[kind] ?? 0) - (start[kind] ?? 0) > (copiesOf.get(kind) ?? 0),
  );
}

type Factory = (...parts: never[]) => unknown;

type Create<Group> = () => Group;

/** What each copy gave, once somebody needed it. */
const made = new Map<Create<unknown>, unknown>();

/** How many copies there are of each kind. */
const copiesOf = new Map<string, number>();
for (const copies of [reads, tests, loops, walks]) {
  for (const kind of Object.keys(copies[0]())) copiesOf.set(kind, copies.length);
}

function dealt<Group extends Record<string, Factory>>(
  copies: readonly Create<Group>[],
  take: Take,
): Group {
  const kinds = Object.keys(groupAt(copies, 0));
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      (...parts: never[]) => groupAt(copies, take(copies.length, kind))[kind]?.(...parts),
    ]),
  ) as Group;
}

function groupAt<Group>(copies: readonly Create<Group>[], at: number): Group {
  const create = copies[at] as Create<Group>;
  let group = made.get(create) as Group | undefined;
  if (group === undefined) {
    group = create();
    made.set(create, group);
  }
  return group;
}
