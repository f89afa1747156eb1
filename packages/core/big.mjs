import { createDataMap } from '@data-map/core';
const n = +process.argv[2] || 2000;
const q = process.argv[3] || '$.rooms[?@.open]';
const store = createDataMap({
  rooms: Array.from({ length: 10 }, (_, i) => ({ id: i, open: true, messages: [] })),
});
const live = store.liveQuery(q);
let c = 0;
live.subscribe((d) => {
  c += d.changed.length + d.added.length;
});
const t = performance.now();
for (let i = 0; i < n; i++) store.push('/rooms/3/messages', { id: i, text: 'm' + i });
console.log(q, n, (performance.now() - t).toFixed(0), 'ms', c);
