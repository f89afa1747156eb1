import { createDataMap } from '@data-map/core';
for (const n of [100, 1000, 10000, 100000]) {
  const store = createDataMap({
    items: Array.from({ length: n }, (_, i) => ({ id: i, open: i % 2 === 0, name: 'n' + i })),
  });
  const live = store.liveQuery('$.items[?@.open == true].name');
  live.subscribe(() => {});
  let s = 0;
  const run = (kind, f, m) => {
    for (let i = 0; i < m / 4; i++) {
      f(i);
      s += live.value.length;
    }
    let best = 1e9;
    for (let r = 0; r < 3; r++) {
      const t = performance.now();
      for (let i = 0; i < m; i++) {
        f(i);
        s += live.value.length;
      }
      best = Math.min(best, ((performance.now() - t) / m) * 1000);
    }
    let b2 = 1e9;
    for (let r = 0; r < 3; r++) {
      const t = performance.now();
      for (let i = 0; i < m; i++) f(i);
      b2 = Math.min(b2, ((performance.now() - t) / m) * 1000);
    }
    console.log(n, kind, 'with value', best.toFixed(2), 'us; without', b2.toFixed(2));
  };
  const m = n > 10000 ? 200 : 2000;
  run('change', (i) => store.set(`/items/${((i * 2 * 37) % n) & ~1}/name`, 'x' + i), m);
  run('toggle', (i) => store.update(`/items/${(i * 37) % n}/open`, (o) => !o), m);
  run(
    'unshift/shift',
    (i) => {
      i % 2 ? store.shift('/items') : store.unshift('/items', { id: -1, open: true, name: 'new' });
    },
    m,
  );
}
