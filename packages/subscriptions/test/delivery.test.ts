import { DeliveryLoopError } from '@data-map/subscriptions';
import { describe, expect, test } from 'vitest';
import { recorder, Store } from './store.ts';

function caught(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('SUB20: order', () => {
  test('subscriptions are called in the order in which they were made, whatever their targets', () => {
    const store = new Store({ a: { b: 1 } });
    const log: number[] = [];
    const targets = ['/**', '/a/b', '/a', '/*/b', '/a/b', '', '/a/*', '/**'];
    for (const [at, target] of targets.entries()) {
      store.engine.subscribe(target, () => log.push(at), { deep: target !== '/**' });
    }
    store.set('/a/b', 2);
    expect(log).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('the places of one subscription come in the order of the document', () => {
    const store = new Store({});
    const log: string[] = [];
    store.engine.subscribe('/x/**', (_, { pointer }) => log.push(pointer));
    store.set('/x', { b: [{ z: 1 }, 2], a: 3 });
    expect(log).toEqual(['/x', '/x/b', '/x/b/0', '/x/b/0/z', '/x/b/1', '/x/a']);
  });
});

describe('SUB21: run to completion', () => {
  test('what a callback writes is delivered after everything before it, first in, first out', () => {
    const store = new Store({ a: 0, b: 0, c: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      log.push('a1');
      store.set('/b', 1);
      expect(store.get('/b')).toBe(1);
      store.set('/c', 1);
      log.push('a1 end');
    });
    store.engine.subscribe('/b', () => {
      log.push('b');
      store.set('/c', 2);
    });
    store.engine.subscribe('/c', recorder(log));
    store.engine.subscribe('/a', () => log.push('a2'));
    store.set('/a', 1);
    expect(log).toEqual(['a1', 'a1 end', 'a2', 'b', '/c 0 -> 1', '/c 1 -> 2']);
  });

  test('a batch inside a callback waits its turn as one commit', () => {
    const store = new Store({ a: 0, b: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      store.engine.batch(() => {
        store.set('/b', 1);
        store.set('/b', 2);
      });
      log.push('a');
    });
    store.engine.subscribe('/b', recorder(log));
    store.set('/a', 1);
    expect(log).toEqual(['a', '/b 0 -> 2']);
  });

  test('a subscription made by a callback does not hear of the write that is being delivered, but of later ones', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    const stop = store.engine.subscribe('/a', () => {
      stop();
      store.engine.subscribe('/a', recorder(log));
      store.engine.subscribe('/*', recorder(log));
    });
    store.set('/a', 1);
    expect(log).toEqual([]);
    store.set('/a', 2);
    expect(log).toEqual(['/a 1 -> 2', '/a 1 -> 2']);
  });

  test('a subscription that a callback ends is not called any more, not even for what is queued', () => {
    const store = new Store({ a: 0, b: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      store.set('/b', 1);
      stopA();
      stopB();
    });
    const stopA = store.engine.subscribe('/a', recorder(log));
    const stopB = store.engine.subscribe('/b', recorder(log));
    store.set('/a', 1);
    expect(log).toEqual([]);
    expect(store.engine.size).toBe(1);
  });

  test('clear from a callback silences everybody', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => store.engine.clear());
    store.engine.subscribe('/a', recorder(log));
    store.set('/a', 1);
    store.set('/a', 2);
    expect(log).toEqual([]);
    expect(store.engine.size).toBe(0);
  });
});

describe('SUB22: errors', () => {
  test('one throw stops nobody, and arrives as it is', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    const error = new Error('one');
    store.engine.subscribe('/a', () => {
      throw error;
    });
    store.engine.subscribe('/a', recorder(log));
    expect(caught(() => store.set('/a', 1))).toBe(error);
    expect(caught(() => store.set('/a', 2))).toBe(error);
    expect(log).toEqual(['/a 0 -> 1', '/a 1 -> 2']);
  });

  test('several arrive as an AggregateError, in their order, also those of later rounds', () => {
    const store = new Store({ a: 0, b: 0 });
    store.engine.subscribe('/a', () => {
      store.set('/b', 1);
      throw new Error('a');
    });
    store.engine.subscribe('/b', () => {
      throw new Error('b');
    });
    const error = caught(() => store.set('/a', 1));
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toHaveProperty('errors', [new Error('a'), new Error('b')]);
    expect(error).toHaveProperty('message', '2 callbacks threw');
  });

  test('a write by a callback throws nothing into the callback', () => {
    const store = new Store({ a: 0, b: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      store.set('/b', 1);
      log.push('goes on');
    });
    store.engine.subscribe('/b', () => {
      throw new Error('b');
    });
    expect(() => store.set('/a', 1)).toThrow('b');
    expect(log).toEqual(['goes on']);
  });
});

describe('SUB23: endless ping-pong', () => {
  test('ends with an error that names the targets, and the engine works on', () => {
    const store = new Store({ ping: 0, pong: 0, other: 0 });
    const log: string[] = [];
    const stops = [
      store.engine.subscribe('/ping', (value) => store.set('/pong', value)),
      store.engine.subscribe('/pong', (value) => store.set('/ping', Number(value) + 1)),
    ];
    store.engine.subscribe('/other', recorder(log));
    const error = caught(() => store.set('/ping', 1));
    expect(error).toBeInstanceOf(DeliveryLoopError);
    expect(error).toMatchObject({ code: 'DELIVERY_LOOP', targets: ['/pong', '/ping'] });
    expect(String(error)).toBe(
      'DeliveryLoopError: Expected writes by callbacks to settle within 1000 rounds, found "/pong", "/ping" still writing',
    );
    for (const stop of stops) stop();
    store.set('/other', 1);
    expect(log).toEqual(['/other 0 -> 1']);
  });

  test('also when each round is larger than the one before', () => {
    const store = new Store({ a: 0 });
    for (let twice = 0; twice < 2; twice++) {
      store.engine.subscribe('/a', (value) => store.set('/a', Number(value) + 1 + twice));
    }
    expect(() => store.set('/a', 1)).toThrow(DeliveryLoopError);
  });

  test('a long way to rest is none', () => {
    const store = new Store({ a: 0 });
    store.engine.subscribe('/a', (value) => {
      if (Number(value) < 900) store.set('/a', Number(value) + 1);
    });
    store.set('/a', 1);
    expect(store.get('/a')).toBe(900);
  });
});
