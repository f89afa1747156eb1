import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fuzz } from './fuzz.ts';
import { Pair, type Formula, type Step } from './pair.ts';

const nat = fc.nat({ max: 30 });
const formulas: fc.Arbitrary<Formula> = fc.record({
  kind: fc.constantFrom('sum', 'choose', 'constant', 'parity', 'throw', 'twice', 'peek'),
  args: fc.tuple(nat, nat, nat),
});
const write = fc.record({ do: fc.constant('write'), signal: nat, value: fc.nat({ max: 4 }) });
const read = fc.record({ do: fc.constant('read'), node: nat });
const warm = fc.record({ do: fc.constant('warm'), node: nat });
const cool = fc.constant({ do: 'cool' } as const);
const flat: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: write },
  { weight: 3, arbitrary: read },
  { weight: 1, arbitrary: warm },
);
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: write },
    { weight: 3, arbitrary: read },
    { weight: 2, arbitrary: warm },
    { weight: 1, arbitrary: cool },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('computed'), formula: formulas }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('effect'), formula: formulas }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('subscribe'), node: nat }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('dispose'), which: nat }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('batch'),
        steps: fc.array(flat, { maxLength: 8 }),
        throws: fc.boolean(),
      }),
    },
  ) as fc.Arbitrary<Step>,
  { maxLength: 60, size: 'max' },
);

test('SIG2: a random graph gives the same values, in the same runs, with as many evaluations as the oracle that verifies everything', () => {
  expect(() =>
    fc.assert(
      fc.property(steps, (program) => {
        const pair = new Pair();
        for (const step of program) {
          pair.run(step);
          pair.compare();
        }
      }),
      fuzz<[Step[]]>(400),
    ),
  ).not.toThrow();
}, 3_600_000);
