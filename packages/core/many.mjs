import { createDataMap } from '@data-map/core';
const bench = (label, f, m = 2000) => {
  for (let i = 0; i < m; i++) f(i);
  let best = 1e9;
  for (let r = 0; r < 5; r++) {
    const t = performance.now();
    for (let i = 0; i < m; i++) f(i + r * m);
    best = Math.min(best, ((performance.now() - t) / m) * 1000);
  }
  console.log(label.padEnd(60), best.toFixed(2), 'us');
};
for (const n of [10, 100, 1000]) {
  const mk = () =>
    createDataMap({
      other: 0,
      rows: Object.fromEntries(
        Array.from({ length: n }, (_, i) => ['r' + i, { tags: ['a', 'b'], v: 0 }]),
      ),
      list: Array.from({ length: n }, (_, i) => ({ id: i, tags: ['x'], v: 0 })),
    });
  for (const [name, q] of [
    ['by name', (i) => `$.rows.r${i}.tags[?@ != 'z']`],
    ['by index', (i) => `$.list[${i}].tags[?@ != 'z']`],
    ['by id', (i) => `$.list[?@.id == ${i}].tags[*]`],
  ]) {
    for (const mode of ['read', 'subscribed', 'effect']) {
      const s = mk();
      const qs = Array.from({ length: n }, (_, i) => s.liveQuery(q(i)));
      for (const x of qs) {
        void x.value;
        if (mode === 'subscribed') x.subscribe(() => {});
        if (mode === 'effect')
          s.effect(() => {
            void x.value;
          });
      }
      bench(`${n} ${name} ${mode}: unrelated write`, (i) => s.set('/other', i));
      if (n < 1000 || name !== 'by id')
        bench(
          `${n} ${name} ${mode}: row write`,
          (i) => s.set(name === 'by name' ? '/rows/r5/v' : '/list/5/v', i),
          n < 1000 ? 2000 : 200,
        );
      globalThis.keep = qs;
    }
  }
}
