import { describe, expect, test } from 'vitest';

import { group } from '../src/runner/group.ts';
import { measureTime, orderOf } from '../src/runner/measure-time.ts';
import { registeredCases } from '../src/runner/registry.ts';
import type { Runner, TimeSettings } from '../src/runner/measure-time.ts';
import type { TimeCase } from '../src/runner/registry.ts';
import type { TimeResult } from '../src/runner/results.ts';

/** A fake clock that advances only when a contender works, so that no test depends on real time. */
class FakeClock {
  time = 0;
  /** The names of the contenders that worked, in order. */
  readonly log: string[] = [];

  /** A contender that takes `cost` ms of this clock for each run. */
  contender(name: string, cost: (call: number) => number): { run(): number } {
    let calls = 0;
    return {
      run: () => {
        if (this.log.at(-1) !== name) this.log.push(name);
        this.time += cost(calls++);
        return calls;
      },
    };
  }
}

/** Every reading advances the clock by a nanosecond, so that loops that wait for it end. */
function settings(clock: FakeClock, more: Partial<TimeSettings> = {}): TimeSettings {
  const now = () => (clock.time += 1e-6);
  return {
    rounds: 4,
    budget: 400,
    warmup: 5,
    sample: 1,
    longest: 4000,
    now,
    wall: now,
    calibration: calibrationOf(clock),
    ...more,
  };
}

/** A calibration loop whose run takes a millisecond of this clock. */
function calibrationOf(clock: FakeClock): Runner {
  const { run } = clock.contender('calibration', () => 1);
  const loop = (times: number): void => {
    for (let time = 0; time < times; time++) run();
  };
  return {
    name: 'calibration',
    operations: 1,
    loop,
    asynchronous: false,
    estimate: 1,
    rounds: [],
  };
}

function registered(name: string): TimeCase {
  const found = registeredCases().find((one) => one.name === name);
  if (found?.kind !== 'time') throw new Error(`Expected "${name}" to be registered`);
  return found;
}

const check = () => {};

describe('timing', () => {
  test('returns nanoseconds per operation and paired ratios', async () => {
    const clock = new FakeClock();
    group(
      't/two',
      { operations: 10, size: 7, check },
      {
        ours: () => clock.contender('ours', () => 2),
        peer: () => clock.contender('peer', () => 6),
      },
    );
    const result = await measureTime(registered('t/two'), settings(clock));
    expect(result.key).toBe('t/two @ 7');
    expect(result.contenders.map(({ name }) => name)).toEqual(['ours', 'peer']);
    expect(result.contenders[0]?.nanoseconds.median).toBeCloseTo(200_000, -1);
    expect(result.contenders[1]?.nanoseconds.median).toBeCloseTo(600_000, -1);
    expect(result.contenders[0]?.rounds).toHaveLength(4);
    expect(result.ratios.map(({ reference }) => reference)).toEqual(['peer', 'calibration']);
    expect(result.ratios[0]?.ratio.median).toBeCloseTo(1 / 3, 4);
  });

  test('a contender is warmed up until it gets no faster, and not only for a fixed time', async () => {
    // Regression: contenders with much code were timed before V8 had compiled it, three times as slow as afterwards
    const clock = new FakeClock();
    const calls = { compiled: 0, steady: 0, long: 0 };
    group(
      't/compiled',
      { operations: 1, check },
      {
        compiled: () =>
          clock.contender('compiled', () => Math.max(1, 20 / 1.05 ** calls.compiled++)),
        steady: () => clock.contender('steady', () => (calls.steady++, 1)),
        long: () => clock.contender('long', () => (calls.long++, 60)),
      },
    );
    const timed = settings(clock, { rounds: 3, budget: 12, warmup: 40 });
    const result = await measureTime(registered('t/compiled'), timed);
    expect(calls.compiled).toBeGreaterThan(62);
    for (const time of result.contenders[0]?.rounds ?? []) expect(time).toBeCloseTo(1e6, -2);
    // Three stretches of 40 ms and the rounds. A single run that takes longer than a stretch is warm after one
    expect(calls.steady).toBeGreaterThanOrEqual(120);
    expect(calls.steady).toBeLessThan(140);
    expect(calls.long).toBe(1 + 1 + 3);
  });

  test('contenders alternate, and do not always follow the same other one', async () => {
    expect(orderOf(0, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(orderOf(1, ['a', 'b', 'c'])).toEqual(['a', 'c', 'b']);
    expect(orderOf(2, ['a', 'b', 'c'])).toEqual(['c', 'a', 'b']);
    const clock = new FakeClock();
    group(
      't/order',
      { operations: 1, check },
      {
        a: () => clock.contender('a', () => 2),
        b: () => clock.contender('b', () => 2),
      },
    );
    await measureTime(registered('t/order'), settings(clock));
    const turns = clock.log.slice(2);
    expect(turns.filter((name) => name === 'a').length).toBeGreaterThanOrEqual(2);
    expect(turns.join('')).toContain('ab');
    expect(turns.join('')).toContain('ba');
  });

  test('drift of the machine changes the times but not the ratio', async () => {
    const clock = new FakeClock();
    const drift = (cost: number) => () => cost * (1 + clock.time / 500);
    group(
      't/drift',
      { operations: 1, check },
      {
        ours: () => clock.contender('ours', drift(1)),
        peer: () => clock.contender('peer', drift(2)),
      },
    );
    const result = await measureTime(registered('t/drift'), settings(clock));
    const times = result.contenders[0]?.rounds ?? [];
    expect(Math.max(...times) / Math.min(...times)).toBeGreaterThan(1.5);
    expect(result.ratios[0]?.ratio.median).toBeGreaterThan(0.4);
    expect(result.ratios[0]?.ratio.median).toBeLessThan(0.6);
  });

  test('a contender that fails its check is reported, and the others run', async () => {
    const clock = new FakeClock();
    const refuse = (_made: object, name: string) => {
      if (name === 'wrong') throw new TypeError('Expected 42, found 41');
    };
    group(
      't/wrong',
      { operations: 1, check: refuse },
      {
        ours: () => clock.contender('ours', () => 1),
        wrong: () => clock.contender('wrong', () => 1),
      },
    );
    const result = await measureTime(registered('t/wrong'), settings(clock));
    expect(clock.log).not.toContain('wrong');
    expect(result.contenders.map(({ name }) => name)).toEqual(['ours']);
    expect(result.failures).toEqual([
      { contender: 'wrong', message: 'TypeError: Expected 42, found 41' },
    ]);
    expect(result.ratios.map(({ reference }) => reference)).toEqual(['calibration']);
  });

  test('a contender that throws while it is timed is reported and left out of the table', async () => {
    const clock = new FakeClock();
    group(
      't/late',
      { operations: 1, check },
      {
        ours: () => clock.contender('ours', () => 1),
        late: () =>
          clock.contender('late', (call) => {
            if (call > 40) throw new Error('Tired');
            return 1;
          }),
      },
    );
    const result = await measureTime(registered('t/late'), settings(clock));
    expect(result.failures).toEqual([{ contender: 'late', message: 'Error: Tired' }]);
    expect(result.contenders.map(({ name }) => name)).toEqual(['ours']);
    expect(result.contenders[0]?.rounds).toHaveLength(4);
  });

  test('there are no ratios if ours failed: a peer must not count as ours', async () => {
    const clock = new FakeClock();
    group(
      't/ours',
      { operations: 1, check },
      {
        ours: () => {
          throw new Error('Not built');
        },
        peer: () => clock.contender('peer', () => 1),
      },
    );
    const result = await measureTime(registered('t/ours'), settings(clock));
    expect(result.ratios).toEqual([]);
    expect(result.contenders.map(({ name }) => name)).toEqual(['peer']);
  });

  test('awaits asynchronous contenders within the timed interval', async () => {
    const clock = new FakeClock();
    group(
      't/async',
      { operations: 1, check },
      {
        ours: async () => {
          await Promise.resolve();
          const inner = clock.contender('ours', () => 3);
          return {
            async run() {
              await Promise.resolve();
              return inner.run();
            },
          };
        },
      },
    );
    const result = await measureTime(registered('t/async'), settings(clock));
    expect(result.contenders[0]?.nanoseconds.median).toBeCloseTo(3e6, -3);
  });

  test('if a single run takes long, rounds are dropped, but at least three remain', async () => {
    const clock = new FakeClock();
    group(
      't/long',
      { operations: 1, check },
      {
        ours: () => clock.contender('ours', () => 5000),
      },
    );
    const result = await measureTime(registered('t/long'), settings(clock, { rounds: 9 }));
    expect(result.contenders[0]?.rounds).toHaveLength(3);
  });

  test('garbage is collected before each turn, outside of the timed interval', async () => {
    const clock = new FakeClock();
    let collected = 0;
    group(
      't/garbage',
      { operations: 1, check },
      {
        ours: () => clock.contender('ours', () => 2),
      },
    );
    const collectGarbage = () => {
      collected++;
      clock.time += 1000;
    };
    const result = await measureTime(registered('t/garbage'), settings(clock, { collectGarbage }));
    // Ours and the calibration loop, four rounds.
    expect(collected).toBe(8);
    expect(result.contenders[0]?.nanoseconds.median).toBeCloseTo(2e6, -3);
  });
});

describe('a planted slowdown', () => {
  async function planted(name: string, plant: TimeSettings['plant']): Promise<TimeResult> {
    const clock = new FakeClock();
    group(
      name,
      { operations: 1, check },
      {
        ours: () => clock.contender('ours', () => 2),
        peer: () => clock.contender('peer', () => 2),
      },
    );
    return measureTime(registered(name), settings(clock, { plant }));
  }

  test('slows down ours, and nothing else', async () => {
    const result = await planted('t/plant', { group: 't/plant', factor: 1.5 });
    expect(result.contenders[0]?.nanoseconds.median).toBeCloseTo(3e6, -4);
    expect(result.contenders[1]?.nanoseconds.median).toBeCloseTo(2e6, -4);
    expect(result.ratios[0]?.ratio.median).toBeCloseTo(1.5, 2);
  });

  test('leaves other groups alone', async () => {
    const result = await planted('t/plant-not', { group: 't/plant', factor: 1.5 });
    expect(result.ratios[0]?.ratio.median).toBeCloseTo(1, 4);
  });
});

describe('registering', () => {
  test('refuses the same group twice, but accepts it once per size', () => {
    const contenders = { ours: () => ({ run: () => 1 }) };
    group('t/twice', { operations: 1, size: 10, check }, contenders);
    group('t/twice', { operations: 1, size: 100, check }, contenders);
    expect(() => group('t/twice', { operations: 1, size: 10, check }, contenders)).toThrow(
      'Benchmark "t/twice @ 10" is registered twice',
    );
  });

  test('refuses a group without contenders or operations', () => {
    expect(() => group('t/none', { operations: 1, check }, {})).toThrow(
      'Benchmark "t/none" has no contenders',
    );
    expect(() => group('t/zero', { operations: 0, check }, {})).toThrow(
      'Expected a positive number of operations in "t/zero", found 0',
    );
  });
});
