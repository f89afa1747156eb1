// Imports every built package by its name and uses it. This is plain JavaScript, because it runs on the oldest
// Node version that the packages support; see `host-node.ts`.
import assert from 'node:assert/strict';

const checks = {
  async '@data-map/signals'({ batch, computed, effect, signal }) {
    const price = signal(10);
    const count = signal(2);
    const total = computed(() => price.value * count.value);
    const seen = [];
    const dispose = effect(() => {
      seen.push(total.value);
    });
    batch(() => {
      price.value = 5;
      count.value = 6;
    });
    dispose();
    price.value = 100;
    assert.deepEqual(seen, [20, 30]);
  },

  async '@data-map/path'({ compile, matchPattern, parsePointer, query }) {
    const document = { todos: [{ title: 'ship' }, { title: 'rest', done: true }] };
    assert.deepEqual(parsePointer('/a~1b/0'), ['a/b', '0']);
    assert.equal(matchPattern('/todos/*/done', '/todos/1/done'), true);
    assert.deepEqual(compile('$.todos[?!@.done].title').values(document), ['ship']);
    assert.deepEqual(query(document, '$..title'), ['ship', 'rest']);
  },

  async '@data-map/path/pointer'({ formatPointer, resolvePointer }) {
    assert.equal(formatPointer(['a/b', 0, '~']), '/a~1b/0/~0');
    assert.equal(resolvePointer({ a: [{ b: 7 }] }, '/a/0/b'), 7);
  },

  async '@data-map/arrays'({ IndirectionLayer, PersistentVector, SmartArray }) {
    const layer = new IndirectionLayer(3);
    const freed = layer.deallocate(1);
    assert.equal(layer.length, 2);
    assert.equal(layer.allocate(), freed);
    const vector = PersistentVector.from(Array.from({ length: 5000 }, (_, index) => index));
    const longer = vector.push('end');
    assert.equal(vector.length, 5000);
    assert.equal(longer.get(4999), 4999);
    assert.equal(longer.get(5000), 'end');
    assert.equal(typeof SmartArray, 'function');
  },

  async '@data-map/storage'({ FlatStore, PrefixIndex }) {
    const store = new FlatStore({ users: [{ name: 'Ada' }, { name: 'Bob' }] });
    const before = store.get('/users/1');
    store.set('/users/0/name', 'Eve');
    assert.equal(store.get('/users/0/name'), 'Eve');
    assert.equal(store.get('/users/1'), before);
    assert.deepEqual(store.toObject(), { users: [{ name: 'Eve' }, { name: 'Bob' }] });
    const index = new PrefixIndex();
    index.set('/a/b', 1);
    index.set('/a/c', 2);
    assert.equal([...index.getByPrefix('/a')].length, 2);
  },

  async '@data-map/subscriptions'({ PatternTrie }) {
    const trie = new PatternTrie();
    trie.add('/todos/*/done', 'one');
    trie.add('/**/done', 'two');
    trie.add('/todos/0', 'three');
    assert.deepEqual([...trie.match('/todos/0/done')].sort(), ['one', 'two']);
  },

  async '@data-map/core'({ createDataMap }) {
    const store = createDataMap({ todos: [{ title: 'ship', done: false }] });
    const seen = [];
    store.subscribe('/todos/*/done', (value, event) => seen.push([event.pointer, value]));
    const open = store.liveQuery('$.todos[?@.done == false].title');
    assert.deepEqual(open.value, ['ship']);
    store.set('/todos/0/done', true);
    assert.deepEqual(seen, [['/todos/0/done', true]]);
    assert.deepEqual(open.value, []);
    assert.throws(() =>
      store.transaction(() => {
        store.set('/todos/0/title', 'never');
        throw new Error('no');
      }),
    );
    assert.equal(store.get('/todos/0/title'), 'ship');
  },
};

let failures = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    const library = await import(name);
    await check(library);
    // A printed instance shows the name that the bundler gave to its class
    for (const [exported, value] of Object.entries(library)) {
      if (typeof value === 'function') assert.equal(value.name, exported);
    }
    console.log(`ok     ${name}`);
  } catch (error) {
    failures++;
    console.log(`FAILED ${name}\n${error.stack}`);
  }
}
process.exitCode = failures === 0 ? 0 : 1;
