import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createDataMap, jsonEqual } from '../src/index.ts';

test('DM7: plain objects of another realm are containers everywhere', () => {
  const foreign = (): any => runInNewContext('({ users: { a: { name: "Ada" } } })');
  expect(jsonEqual(foreign(), { users: { a: { name: 'Ada' } } })).toBe(true);
  const store = createDataMap<any>(foreign());
  const heard: unknown[] = [];
  store.subscribe('/users/*/name', (value) => heard.push(value));
  const live = store.liveQuery('$.users[*].name');
  store.set('/users', runInNewContext('({ a: { name: "Grace" } })'));
  store.mergePatch(runInNewContext('({ users: { a: { name: "Alan" } } })'));
  expect(heard).toEqual(['Grace', 'Alan']);
  expect(live.value).toEqual(['Alan']);
});
