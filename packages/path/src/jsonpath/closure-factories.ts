import { createLoops, type Loops } from './hot/loops.ts';
import { loops } from './hot/loops.copies.ts';
import { createReads, type Reads } from './hot/reads.ts';
import { reads } from './hot/reads.copies.ts';
import { createTests, type Tests } from './hot/tests.ts';
import { tests } from './hot/tests.copies.ts';
import { createWalks, type Walks } from './hot/walks.ts';
import { walks } from './hot/walks.copies.ts';
import { CopyAllocator } from './copy-allocator.ts';

/**
 * The functions by which the compiler creates its closures, one per kind of closure. `hot/README.md` says why there are several
 * copies of each.
 *
 * Stable for use inside this package: `ClosureFactories`, `sharedFactories`, `ownFactories`.
 */
export type ClosureFactories = Reads & Tests & Loops & Walks;

// The calls below are marked as pure: otherwise a bundler keeps all copies for everybody who imports any name of this package

/** The originals: the closures of all queries that are not hot come from the same source. */
export const sharedFactories: ClosureFactories = /* @__PURE__ */ shared();

function shared(): ClosureFactories {
  return { ...createReads(), ...createTests(), ...createLoops(), ...createWalks() };
}

/**
 * Returns factories for one compilation, each call of which takes the next copy allocated to `key`. The compilation must be
 * finished before the next call of `ownFactories`.
 *
 * A query that is compiled again under the same key gets the same copies, since it most likely sees objects of the same shapes: a
 * program that compiles twenty queries over and over uses the copies of twenty queries, not all.
 */
export function ownFactories(key: string): ClosureFactories {
  const allocate = allocator.begin(key);
  return {
    ...fromCopies(reads, allocate),
    ...fromCopies(tests, allocate),
    ...fromCopies(loops, allocate),
    ...fromCopies(walks, allocate),
  };
}

const allocator = /* @__PURE__ */ createAllocator();

function createAllocator(): CopyAllocator {
  const copies = new Map<string, number>();
  for (const group of [reads, tests, loops, walks]) {
    for (const kind of Object.keys(group[0]())) copies.set(kind, group.length);
  }
  return new CopyAllocator(copies);
}

/** Returns a factory for each kind of closure in a group; each of its calls creates a closure from the copy allocated next. */
function fromCopies<Group extends Record<string, Factory>>(
  copies: readonly Create<Group>[],
  allocate: (kind: string) => number,
): Group {
  return Object.fromEntries(
    Object.keys(groupAt(copies, 0)).map((kind) => [
      kind,
      (...parts: never[]) => groupAt(copies, allocate(kind))[kind]?.(...parts),
    ]),
  ) as Group;
}

type Factory = (...parts: never[]) => unknown;

type Create<Group> = () => Group;

/** The groups created so far: a copy is instantiated on first use. */
const instances = /* @__PURE__ */ new Map<Create<unknown>, unknown>();

function groupAt<Group>(copies: readonly Create<Group>[], at: number): Group {
  const create = copies[at] as Create<Group>;
  const group = (instances.get(create) as Group | undefined) ?? create();
  instances.set(create, group);
  return group;
}
