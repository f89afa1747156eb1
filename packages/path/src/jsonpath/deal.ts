import { createLoops, type Loops } from './hot/loops.ts';
import { loops } from './hot/loops.copies.ts';
import { createReads, type Reads } from './hot/reads.ts';
import { reads } from './hot/reads.copies.ts';
import { createTests, type Tests } from './hot/tests.ts';
import { tests } from './hot/tests.copies.ts';
import { createWalks, type Walks } from './hot/walks.ts';
import { walks } from './hot/walks.copies.ts';
import { Turns } from './turns.ts';

/**
 * Where the compiler gets its closures from, see `hot/README.md`.
 *
 * Stable for use inside this package: `Deal`, `dealShared`, `dealOwn`.
 */
export type Deal = Reads & Tests & Loops & Walks;

// Calls marked as pure: else a bundler keeps all copies for whoever imports one name of this package

/** One place for all queries. */
export const dealShared: Deal = /* @__PURE__ */ shared();

function shared(): Deal {
  return { ...createReads(), ...createTests(), ...createLoops(), ...createWalks() };
}

/**
 * Copies for one compilation, which must be over before the next one asks. What is compiled again under the same key (the same query,
 * parsed by somebody else) gets the same copies, since it most likely meets the same shapes: a program that compiles twenty
 * queries over and over uses the copies of twenty.
 */
export function dealOwn(key: string): Deal {
  const take = turns.begin(key);
  return {
    ...dealt(reads, take),
    ...dealt(tests, take),
    ...dealt(loops, take),
    ...dealt(walks, take),
  };
}

const turns = /* @__PURE__ */ turnsOfAll();

function turnsOfAll(): Turns {
  const copies = new Map<string, number>();
  for (const group of [reads, tests, loops, walks]) {
    for (const kind of Object.keys(group[0]())) copies.set(kind, group.length);
  }
  return new Turns(copies);
}

/** Each closure of a kind from the copy whose turn it is. */
function dealt<Group extends Record<string, Factory>>(
  copies: readonly Create<Group>[],
  take: (kind: string) => number,
): Group {
  return Object.fromEntries(
    Object.keys(groupAt(copies, 0)).map((kind) => [
      kind,
      (...parts: never[]) => groupAt(copies, take(kind))[kind]?.(...parts),
    ]),
  ) as Group;
}

type Factory = (...parts: never[]) => unknown;

type Create<Group> = () => Group;

/** What each copy gave, once somebody needed it. */
const made = /* @__PURE__ */ new Map<Create<unknown>, unknown>();

function groupAt<Group>(copies: readonly Create<Group>[], at: number): Group {
  const create = copies[at] as Create<Group>;
  const group = (made.get(create) as Group | undefined) ?? create();
  made.set(create, group);
  return group;
}
