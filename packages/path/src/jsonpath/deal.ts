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

// Calls marked as pure: else a bundler keeps all copies for whoever imports one name of this package

/** One place for all queries. */
export const dealShared: Deal = /* @__PURE__ */ shared();

/** The copies in turn: the next closure of the same kind comes from another place. */
export const dealOwn: Deal = /* @__PURE__ */ own();

function shared(): Deal {
  return { ...createReads(), ...createTests(), ...createLoops(), ...createWalks() };
}

function own(): Deal {
  return { ...inTurn(reads), ...inTurn(tests), ...inTurn(loops), ...inTurn(walks) };
}

type Factory = (...parts: never[]) => unknown;

function inTurn<Group extends Record<string, Factory>>(copies: readonly (() => Group)[]): Group {
  const groups: Group[] = [];
  const turns: Record<string, number> = {};
  const names = Object.keys(copies[0]?.() ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      (...parts: never[]) => {
        const turn = (turns[name] ?? 0) % copies.length;
        turns[name] = turn + 1;
        groups[turn] ??= (copies[turn] as () => Group)();
        return groups[turn]?.[name]?.(...parts);
      },
    ]),
  ) as Group;
}
