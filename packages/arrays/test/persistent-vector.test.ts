import assert from 'node:assert/strict';
import { test } from 'vitest';
import { PersistentVector, PositionError, TransientError } from '../src/index.ts';
import { MAX_LENGTH } from '../src/vector/append.ts';
import { checkVector } from './invariants.ts';

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** A vector with relaxed branches. */
function relaxed(n: number): PersistentVector<number> {
  const cut = n >> 1;
  return PersistentVector.from(range(n).slice(0, cut)).concat(range(n).slice(cut));
}

test('VEC2: two pushes on one version do not see each other', () => {
  for (const n of [0, 3, 31, 32, 33, 1055, 1056, 1057]) {
    const base = PersistentVector.from(range(n)).push(-1);
    const [a, b] = [base.push(1), base.push(2)];
    const [aa, bb] = [a.push(11), b.push(22)];
    assert.deepEqual(aa.slice(n).toArray(), [-1, 1, 11]);
    assert.deepEqual(bb.slice(n).toArray(), [-1, 2, 22]);
    assert.deepEqual(base.slice(n).toArray(), [-1]);
  }
});

test('VEC2: whole leaves pushed on one version do not see each other', () => {
  const base = PersistentVector.from(range(64));
  const a = range(100).reduce((vector, i) => vector.push(1000 + i), base);
  const b = range(100).reduce((vector, i) => vector.push(2000 + i), base);
  for (const vector of [base, a, b]) checkVector(vector);
  assert.deepEqual(
    a.slice(64).toArray(),
    range(100).map((i) => 1000 + i),
  );
  assert.deepEqual(
    b.slice(64).toArray(),
    range(100).map((i) => 2000 + i),
  );
  assert.deepEqual(base.toArray(), range(64));
});

test('VEC2: a second push on a version with a full tail copies no branch', () => {
  for (const n of [1024, 32_768, 40_960]) {
    const base = PersistentVector.from(range(n));
    const first = base.push(-1);
    const again = base.push(-2);
    // The vector used to copy the path to the leaf each time
    assert.equal(again.tree.root, first.tree.root, `${n} elements`);
    assert.deepEqual([first.at(-1), again.at(-1), base.length], [-1, -2, n]);
    for (const vector of [base, first, again]) checkVector(vector);
  }
});

test('VEC2: pushing after a pop does not write into the longer version', () => {
  for (const n of [1, 2, 32, 33, 34, 1057]) {
    const longer = PersistentVector.from(range(n - 1)).push(n - 1);
    const changed = longer.pop().push(-1);
    assert.equal(longer.at(-1), n - 1);
    assert.equal(changed.at(-1), -1);
  }
});

/** Vectors of every shape that the code distinguishes, each with its elements. */
function* shapes(): Generator<[name: string, vector: PersistentVector<number>, array: number[]]> {
  for (const n of [1, 31, 32, 33, 64, 70, 1024, 1056, 1057, 1100, 2080, 33_000]) {
    const whole = PersistentVector.from(range(n));
    yield [`${n}`, whole, range(n)];
    for (const front of [1, 5, 31, 32, 33, 40, 1020, 1030]) {
      if (front >= n) continue;
      yield [`${n} from ${front}`, whole.slice(front), range(n).slice(front)];
      const end = n - (front % 37);
      if (end > front)
        yield [`${n} from ${front} to ${end}`, whole.slice(front, end), range(n).slice(front, end)];
    }
    if (n > 1 && n < 3000) yield [`${n}, relaxed`, relaxed(n), range(n)];
    if (n > 60 && n < 3000) yield [`${n}, relaxed, from 9`, relaxed(n).slice(9), range(n).slice(9)];
  }
}

test('VEC1, VEC4: every edit at every boundary of every shape does what it does to an array', () => {
  const few = [-1, -2, -3];
  const many = range(45).map((i) => -1 - i);
  const other = relaxed(77).slice(3);
  for (const [name, vector, array] of shapes()) {
    const { length } = array;
    const tail = vector.tree.size - vector.tree.offset;
    const compare = (what: string, made: PersistentVector<number>, wanted: number[]): void => {
      checkVector(made);
      assert.deepEqual(made.toArray(), wanted, `${what} of ${name}`);
    };
    const nearby = [
      0,
      1,
      30,
      31,
      32,
      33,
      tail - 33,
      tail - 1,
      tail,
      tail + 1,
      length - 2,
      length - 1,
    ];
    for (const at of new Set(nearby.filter((index) => index >= 0 && index < length))) {
      compare(`set ${at}`, vector.set(at, -1), array.with(at, -1));
      for (const values of [[-1], few, many])
        compare(
          `insert ${values.length} at ${at}`,
          vector.insert(at, ...values),
          array.toSpliced(at, 0, ...values),
        );
      for (const count of [1, 2, 31, 33, length - at]) {
        if (at + count > length) continue;
        compare(`remove ${count} at ${at}`, vector.remove(at, count), array.toSpliced(at, count));
      }
      for (const end of new Set([
        at + 1,
        at + 2,
        at + 32,
        at + 33,
        tail,
        tail + 1,
        length - 1,
        length,
      ]))
        if (end > at && end <= length)
          compare(`slice ${at} to ${end}`, vector.slice(at, end), array.slice(at, end));
    }
    compare('insert at the end', vector.insert(length, ...many), [...array, ...many]);
    compare('push', vector.push(-1).push(-2), [...array, -1, -2]);
    compare('pop', vector.pop(), array.slice(0, -1));
    compare('concat', vector.concat(other), [...array, ...other]);
    compare('concat to', other.concat(vector), [...other, ...array]);
    compare('concat with itself', vector.concat(vector), [...array, ...array]);
    compare(
      'pushing after all',
      vector.remove(0).push(-1).set(0, -2),
      [...array.slice(1), -1].with(0, -2),
    );
    compare('nothing', vector, array);
  }
});

test('VEC5: reading out of range gives undefined, as from an array', () => {
  for (const vector of [PersistentVector.from(range(40)), relaxed(40), PersistentVector.empty()]) {
    for (const index of [-1, 40, 41, 0.5, 33.5, NaN, Infinity, -Infinity, 2 ** 32, 2 ** 32 + 1]) {
      assert.equal(vector.get(index), undefined, String(index));
    }
  }
  const vector = PersistentVector.of('a', 'b', 'c');
  for (const index of [-4, -3, -1, -0.5, 0, 1.9, 2, 3, NaN]) {
    assert.equal(vector.at(index), ['a', 'b', 'c'].at(index), String(index));
  }
});

test('VEC5: a bad index throws a PositionError, and nothing has changed', () => {
  for (const vector of [PersistentVector.from(range(40)), relaxed(40)]) {
    const transient = vector.asTransient();
    for (const list of [vector, transient]) {
      for (const index of [-1, 41, 0.5, NaN, Infinity, 2 ** 32]) {
        assert.throws(() => list.set(index, 0), PositionError);
        assert.throws(() => list.insert(index, 0), PositionError);
        assert.throws(() => list.remove(index), PositionError);
        assert.throws(() => list.remove(5, index), PositionError);
      }
      assert.throws(() => list.set(40, 0), {
        name: 'PositionError',
        code: 'ARRAYS_POSITION',
        message: 'Index 40 is out of range: expected an integer from 0 to 39',
      });
      assert.throws(() => list.remove(40), PositionError);
      assert.throws(() => list.remove(39, 2), /Count 2 is out of range: .* from 0 to 1$/);
      assert.deepEqual(list.toArray(), range(40));
    }
    checkVector(vector);
    checkVector(transient);
  }
  assert.throws(() => PersistentVector.empty<number>().set(0, 0), PositionError);
});

test('VEC6: slice takes its bounds as Array.prototype.slice does', () => {
  const ends = [undefined, -Infinity, -70, -33, -1, -0.5, 0, 0.5, 1, 31, 32, 33, 64, 70, 99, NaN];
  for (const vector of [PersistentVector.from(range(70)), relaxed(70)]) {
    for (const start of ends) {
      for (const end of ends) {
        const part = vector.slice(start, end);
        checkVector(part);
        assert.deepEqual(part.toArray(), range(70).slice(start, end), `${start} ${end}`);
      }
    }
  }
});

test('VEC6: an edit that changes nothing returns the same vector', () => {
  for (const vector of [PersistentVector.from([NaN, ...range(99)]), relaxed(99)]) {
    assert.equal(PersistentVector.from(vector), vector);
    assert.equal(vector.slice(), vector);
    assert.equal(vector.set(0, vector.get(0)!), vector);
    assert.equal(vector.set(98, vector.get(98)!), vector);
    assert.equal(vector.push(), vector);
    assert.equal(vector.concat(), vector);
    assert.equal(vector.concat([], PersistentVector.empty()), vector);
    assert.equal(vector.insert(7), vector);
    assert.equal(vector.remove(7, 0), vector);
    assert.equal(vector.asPersistent(), vector);
  }
  assert.equal(PersistentVector.empty().pop(), PersistentVector.empty());
  assert.equal(PersistentVector.of(1).slice(1), PersistentVector.empty());
  const zero = PersistentVector.of(0);
  assert.ok(Object.is(zero.set(0, -0).get(0), -0), 'zeros differ');
});

test('VEC7: any value can be an element', () => {
  const values = [
    undefined,
    null,
    NaN,
    -0,
    1.5,
    '',
    'a',
    Symbol.iterator,
    [1, [2]],
    {},
    10n,
    range,
  ];
  const vector = PersistentVector.from<unknown>(values);
  assert.deepEqual(vector.toArray(), values);
  const pushed = values.reduce(
    (v: PersistentVector<unknown>, x) => v.push(x),
    PersistentVector.empty(),
  );
  assert.deepEqual([...pushed], values);
  assert.equal(pushed.push(undefined).length, values.length + 1);
  // eslint-disable-next-line no-sparse-arrays
  assert.deepEqual(PersistentVector.from([1, , 3]).toArray(), [1, undefined, 3]);
});

test('VEC7: one leaf can hold elements of many types', () => {
  const base = PersistentVector.from(range(100));
  let vector: PersistentVector<unknown> = base;
  for (let i = 0; i < 100; i += 3) vector = vector.set(i, i % 2 === 0 ? i + 0.5 : `${i}`);
  assert.deepEqual(
    vector.toArray(),
    range(100).map((i) => (i % 3 > 0 ? i : i % 2 === 0 ? i + 0.5 : `${i}`)),
  );
  assert.deepEqual(base.toArray(), range(100));
});

test('VEC8: from takes any iterable', () => {
  const values = range(70);
  function* generate() {
    yield* values;
  }
  for (const iterable of [
    values,
    new Set(values),
    generate(),
    new Uint8Array(values),
    relaxed(70),
  ]) {
    const vector = PersistentVector.from<number>(iterable);
    checkVector(vector);
    assert.deepEqual(vector.toArray(), values);
    assert.deepEqual(PersistentVector.of(-1).concat(vector, [5]).toArray(), [-1, ...values, 5]);
  }
  assert.deepEqual(PersistentVector.from('a💩').toArray(), ['a', '💩']);
});

test('VEC8: from takes array-likes, and a function for each element, as Array.from does', () => {
  const sizes = [0, 1, 15, 16, 17, 31, 32, 33, 64, 65, 1055, 1056, 1057, 32_800, 32_801];
  for (const length of sizes) {
    const made = PersistentVector.from({ length }, (_, i) => i * 2);
    const wanted = Array.from({ length }, (_, i) => i * 2);
    checkVector(made);
    assert.deepEqual(made.toArray(), wanted);
    const more = made.push(-1);
    checkVector(more);
    assert.deepEqual([more.length, more.at(-1), made.length], [length + 1, -1, length]);
    assert.deepEqual(PersistentVector.from(made, (value, i) => value - i).toArray(), range(length));
    assert.deepEqual(PersistentVector.from(new Set(wanted), (value) => value).toArray(), wanted);
  }
  assert.deepEqual(PersistentVector.from({ length: 2, 0: 'a', 1: 'b' }).toArray(), ['a', 'b']);
  assert.deepEqual(PersistentVector.from({ length: 2.9, 1: 'b' }).toArray(), [undefined, 'b']);
  for (const length of [-1, NaN, 0.5]) assert.equal(PersistentVector.from({ length }).length, 0);
  assert.throws(() => PersistentVector.from({ length: 2 ** 28 }), PositionError);
  assert.throws(
    () =>
      PersistentVector.from({ length: 9 }, () => {
        throw new Error('broken');
      }),
    /broken/,
  );
});

test('VEC8: a match at index 0 counts', () => {
  for (const n of [1, 40, 1100]) {
    const vector = PersistentVector.from(range(n));
    const isFirst = (value: number): boolean => value === 0;
    assert.equal(vector.some(isFirst), true);
    assert.equal(
      vector.every((value) => value > 0),
      false,
    );
    assert.deepEqual([vector.findIndex(isFirst), vector.findLastIndex(isFirst)], [0, 0]);
    assert.equal(vector.findLast(isFirst), 0);
    assert.equal(
      vector.every((value) => value < n),
      true,
    );
  }
});

test('VEC5: the error names the argument that is out of range', () => {
  const vector = PersistentVector.of('a');
  assert.throws(() => vector.insert(2, 'b'), /^PositionError: Index 2 /);
  assert.throws(() => vector.asTransient().insert(2, 'b'), /^PositionError: Index 2 /);
  assert.throws(() => vector.asTransient().set(1, 'b'), /^PositionError: Index 1 /);
});

test('VEC8: an iterable that throws leaves the vector as it was', () => {
  const vector = PersistentVector.from(range(33));
  function* broken() {
    yield 1;
    throw new Error('broken');
  }
  assert.throws(() => vector.concat(broken()), /broken/);
  assert.deepEqual(vector.toArray(), range(33));
  assert.deepEqual(vector.push(33).toArray(), range(34));
});

test('VEC8: searching, visiting and mapping work as with arrays', () => {
  for (const n of [0, 1, 40, 1100]) {
    const values = range(n).map((i) => i % 700);
    const half = n >> 1;
    const joined = PersistentVector.from(values.slice(0, half)).concat(values.slice(half));
    for (const vector of [PersistentVector.from(values), joined]) {
      for (const wanted of [0, 39, 699, 700, -1, NaN]) {
        assert.equal(vector.indexOf(wanted), values.indexOf(wanted));
        assert.equal(vector.includes(wanted), values.includes(wanted));
        for (const start of [0, 1, half, n - 1, n, n + 1, -1, -n, -n - 1, 1.5, NaN, Infinity]) {
          assert.equal(vector.indexOf(wanted, start), values.indexOf(wanted, start));
          assert.equal(vector.includes(wanted, start), values.includes(wanted, start));
        }
        assert.equal(
          vector.find((x) => x === wanted),
          values.find((x) => x === wanted),
        );
        const later = (x: number, i: number) => x === wanted && i > 0;
        const other = (x: number, i: number) => !later(x, i);
        assert.equal(vector.findIndex(later), values.findIndex(later));
        assert.equal(vector.findLastIndex(later), values.findLastIndex(later));
        assert.equal(vector.findLast(later), values.findLast(later));
        assert.equal(vector.some(later), values.some(later));
        assert.equal(vector.every(other), values.every(other));
      }
      const seen: [number, number][] = [];
      vector.forEach((value, index) => seen.push([value, index]));
      assert.deepEqual(
        seen,
        values.map((value, index) => [value, index]),
      );
      assert.deepEqual(
        vector.map((x, i) => `${x}${i}`).toArray(),
        values.map((x, i) => `${x}${i}`),
      );
      const mix = (result: number, x: number, i: number) => (result * 31 + x + i) % 9973;
      assert.equal(vector.reduce(mix, 7), values.reduce(mix, 7));
      const odd = (x: number, i: number) => (x + i) % 2;
      assert.deepEqual(vector.filter(odd).toArray(), values.filter(odd));
      assert.deepEqual([...vector], values);
      assert.equal(JSON.stringify({ vector }), JSON.stringify({ vector: values }));
    }
  }
  const odd = PersistentVector.of(NaN, undefined, 0);
  assert.equal(odd.includes(NaN), true);
  assert.equal(odd.indexOf(NaN), -1);
  assert.equal(odd.indexOf(undefined), 1);
  assert.equal(odd.includes(-0), true);
});

test('VEC8: findLast visits the elements of a slice from its end, and none that the slice left out', () => {
  for (const [start, end] of [
    [3, 40],
    [40, 1000],
    [37, 2000],
    [1050, 2100],
  ] as const) {
    for (const whole of [PersistentVector.from(range(2100)), relaxed(2100)]) {
      const seen: [number, number][] = [];
      const found = whole.slice(start, end).findLastIndex((value, index) => {
        seen.push([value, index]);
        return false;
      });
      assert.equal(found, -1);
      assert.deepEqual(
        seen.reverse(),
        range(end - start).map((i) => [start + i, i]),
      );
    }
  }
});

test('VEC8: an iterator is iterable, allocates no result object per element, and stays done', () => {
  const iterator = relaxed(34)[Symbol.iterator]();
  assert.equal(iterator[Symbol.iterator](), iterator);
  const first = iterator.next();
  assert.deepEqual(first, { done: false, value: 0 });
  assert.equal(iterator.next(), first);
  assert.deepEqual(first, { done: false, value: 1 });
  assert.equal([...iterator].length, 32);
  assert.deepEqual(iterator.next(), { done: true, value: undefined });
  assert.deepEqual(iterator.next(), { done: true, value: undefined });
  const [a, b] = PersistentVector.from(range(40));
  assert.deepEqual([a, b], [0, 1]);
  const growing = PersistentVector.of(1).asTransient();
  const over = growing[Symbol.iterator]();
  over.next();
  assert.equal(over.next().done, true);
  growing.push(2);
  assert.deepEqual(over.next(), { done: true, value: undefined });
});

test('VEC9: equal vectors have equal elements, however they are built', () => {
  for (const n of [0, 1, 32, 33, 1057, 2500]) {
    const vector = PersistentVector.from(range(n));
    assert.ok(vector.equals(vector));
    assert.ok(vector.equals(relaxed(n)) && relaxed(n).equals(vector));
    assert.ok(vector.push(1).pop().equals(vector));
    assert.ok(
      PersistentVector.from([-1, -2, ...range(n)])
        .slice(2)
        .equals(vector),
    );
    assert.ok(!vector.equals(vector.push(1)));
    for (const at of [0, 31, n - 1].filter((i) => i >= 0 && i < n)) {
      assert.ok(!vector.equals(vector.set(at, -1)));
      assert.ok(!relaxed(n).equals(vector.set(at, -1)));
    }
  }
  assert.ok(PersistentVector.of(NaN).equals(PersistentVector.of(NaN)));
  assert.ok(!PersistentVector.of(0).equals(PersistentVector.of(-0)));
  const [a, b] = [PersistentVector.of('a', 'B'), PersistentVector.of('A', 'b')];
  assert.ok(a.equals(b, (x, y) => x.toLowerCase() === y.toLowerCase()));
});

test('VEC9: leaves that two vectors share are not compared', () => {
  const vector = PersistentVector.from(range(100_000));
  let compared = 0;
  const same = (a: number, b: number) => {
    compared++;
    return a === b;
  };
  assert.ok(vector.set(500, 1).set(500, 500).equals(vector, same));
  assert.ok(compared <= 32, `${compared} compared`);
});

test('VEC10: a transient is written in place and leaves its source as it was', () => {
  for (const source of [
    PersistentVector.from(range(3000)),
    relaxed(3000),
    PersistentVector.empty<number>(),
  ]) {
    const before = source.toArray();
    const model = source.toArray();
    const transient = source.asTransient();
    for (let i = 0; i < 5000; i++) {
      const at = (i * 7919) % (model.length + 1);
      if (at < model.length) {
        assert.equal(transient.set(at, -i), transient);
        model[at] = -i;
      } else {
        transient.push(i, i + 1);
        model.push(i, i + 1);
      }
      if (i % 10 === 3) {
        transient.pop();
        model.pop();
      }
    }
    checkVector(transient);
    assert.deepEqual(transient.toArray(), model);
    const made = transient.concat(source).asPersistent();
    assert.ok(made instanceof PersistentVector);
    checkVector(made);
    assert.deepEqual(made.toArray(), [...model, ...before]);
    assert.deepEqual(source.toArray(), before);
  }
});

test('VEC10: a transient copies each node that it writes once', () => {
  const source = PersistentVector.from(range(40_000));
  const transient = source.asTransient();
  transient.set(7, 1);
  const { root } = transient.tree;
  const leaf = transient[Symbol.iterator]();
  for (let i = 0; i < 32; i++) transient.set(i, -i);
  assert.equal(transient.tree.root, root);
  assert.deepEqual(leaf.next(), { done: false, value: -0 });
  assert.notEqual(source.tree.root, root);
});

test('VEC10: a transient that was made persistent throws on writes, and can still be read', () => {
  const transient = PersistentVector.from(range(40)).asTransient().push(40);
  const vector = transient.asPersistent();
  const writes = [
    () => transient.set(0, -1),
    () => transient.push(1),
    () => transient.push(),
    () => transient.pop(),
    () => transient.insert(0, 1),
    () => transient.remove(0),
    () => transient.concat(vector),
    () => transient.asPersistent(),
  ];
  for (const write of writes) {
    assert.throws(write, { name: 'TransientError', code: 'ARRAYS_TRANSIENT' });
    assert.throws(write, TransientError);
  }
  assert.deepEqual(vector.toArray(), range(41));
  assert.deepEqual(transient.toArray(), range(41));
  let leaked = transient;
  vector.withMutations((t) => (leaked = t));
  assert.throws(() => leaked.push(1), TransientError);
});

test('VEC10: edits of a vector that was a transient do not change that vector', () => {
  const a = PersistentVector.from(range(2000)).withMutations((t) => t.set(5, -5).set(1999, -1999));
  const b = a.set(5, 1).set(1999, 2).push(3);
  assert.deepEqual([a.get(5), a.get(1999), a.length], [-5, -1999, 2000]);
  assert.deepEqual([b.get(5), b.get(1999), b.length], [1, 2, 2001]);
});

test('VEC10: concat of a transient takes any iterables, itself too, and appends nothing if one of them throws', () => {
  for (const n of [0, 5, 40, 2000]) {
    const transient = relaxed(n).asTransient();
    const model = [...transient];
    transient.concat([1, 2], new Set([3]), PersistentVector.from(range(50)), transient);
    model.push(1, 2, 3, ...range(50), ...model);
    checkVector(transient);
    assert.deepEqual(transient.toArray(), model);
    const throwing = (function* (): Generator<number> {
      yield 1;
      throw new Error('Halfway');
    })();
    assert.throws(() => transient.concat([7], throwing), { message: 'Halfway' });
    assert.deepEqual(transient.concat().toArray(), model);
  }
});

test('VEC8: methods that read a transient see what is written meanwhile, as with an array', () => {
  const read: Record<string, (list: any, edit: (value: number) => void) => unknown> = {
    'for of': (list, edit) => {
      for (const value of list) edit(value);
    },
    forEach: (list, edit) => list.forEach(edit),
    find: (list, edit) => list.find(edit),
    findIndex: (list, edit) => list.findIndex(edit),
    findLastIndex: (list, edit) => list.findLastIndex(edit),
    reduce: (list, edit) => list.reduce((_: unknown, value: number) => edit(value), 0),
  };
  const edits: ((list: any, array: number[] | undefined) => unknown)[] = [
    (list, array) => (array === undefined ? list.remove(0) : array.splice(0, 1)),
    (list, array) => (array === undefined ? list.remove(list.length - 1) : array.pop()),
    (list, array) => (array === undefined ? list.insert(0, -1) : array.splice(0, 0, -1)),
    (list, array) => (array ?? list).push(-1),
    (list, array) =>
      array === undefined ? list.set(list.length - 1, -3) : (array[array.length - 1] = -3),
  ];
  for (const n of [3, 33, 70, 1100]) {
    for (const [name, walk] of Object.entries(read)) {
      for (const [which, edit] of edits.entries()) {
        const trace = (list: any, array: number[] | undefined): unknown[] => {
          const seen: unknown[] = [];
          walk(list, (value) => {
            // Bounded, in case the iteration never ends
            if (seen.push(value) < n * 2 && list.length > 2) edit(list, array);
          });
          return seen;
        };
        const array = range(n);
        const wanted = trace(array, array);
        const found = trace(PersistentVector.from(range(n)).asTransient(), undefined);
        assert.deepEqual(found, wanted, `${name} of ${n}, edit ${which}`);
      }
    }
  }
});

test('VEC8: reduce without an initial value starts with the first element, as that of arrays', () => {
  const words = ['a', 'b', 'c'];
  const join = (all: string, word: string, index: number): string => `${all}${word}${index}`;
  assert.equal(PersistentVector.from(words).reduce(join), words.reduce(join));
  assert.equal(
    PersistentVector.of(7).reduce(() => 0),
    7,
  );
  assert.equal(
    PersistentVector.of<unknown>(1).reduce(() => 'called', undefined),
    'called',
  );
  assert.throws(() => PersistentVector.empty<number>().reduce(() => 0), {
    name: 'TypeError',
    message: 'Expected an element or an initial value to reduce from but found none',
  });
});

test('VEC12: an edit that would make a vector too long throws a PositionError', () => {
  let vector = PersistentVector.from(range(1 << 10));
  for (let i = 0; i < 17; i++) {
    vector = vector.concat(vector);
    assert.equal(vector.length, 1 << (11 + i));
  }
  assert.equal(vector.get(vector.length - 1), 1023);
  assert.equal(vector.get(99_999_999), 99_999_999 % 1024);
  assert.throws(() => vector.concat(vector), {
    name: 'PositionError',
    message: `Length ${2 ** 28} is out of range: expected an integer from 0 to ${MAX_LENGTH}`,
  });
  const most = vector.concat(vector.slice(100));
  assert.equal(most.length, 2 ** 28 - 100);
  assert.equal(most.get(2 ** 28 - 101), 1023);
  assert.throws(() => most.concat(range(200)), PositionError);
  assert.throws(() => most.insert(5, ...range(200)), PositionError);
  assert.throws(() => range(200).reduce((v, i) => v.push(i), most), PositionError);
  // A push used to count its element before it threw
  const transient = most.asTransient();
  assert.throws(() => range(200).forEach((i) => transient.push(i)), PositionError);
  const { length } = transient;
  assert.throws(() => transient.push(-1), PositionError);
  assert.deepEqual([transient.length, transient.at(-1)], [length, length - most.length - 1]);
});
