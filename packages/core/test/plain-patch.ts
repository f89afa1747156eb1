import { parsePointer } from '@data-map/path';
import type { PatchOperation } from '../src/json-patch.ts';

type Container = unknown[] | Record<string, unknown>;

/** The naive oracle for JSON Patch: a deep clone that is modified in place, one operation after the other. */
export function applyToPlain(document: unknown, patch: readonly PatchOperation[]): unknown {
  const holder: Record<string, unknown> = { root: clone(document) };
  for (const operation of patch) {
    const segments = ['root', ...parsePointer(operation.path)];
    switch (operation.op) {
      case 'add':
      case 'replace':
        put(holder, segments, clone(operation.value), operation.op);
        break;
      case 'remove':
        take(holder, segments);
        break;
      case 'move':
        put(holder, segments, take(holder, ['root', ...parsePointer(operation.from)]), 'add');
        break;
      case 'copy':
        put(
          holder,
          segments,
          clone(read(holder, ['root', ...parsePointer(operation.from)])),
          'add',
        );
        break;
      case 'test':
        break;
    }
  }
  return holder['root'];
}

function read(holder: Container, segments: readonly string[]): unknown {
  let value: unknown = holder;
  for (const segment of segments) value = container(value)[segment as never];
  return value;
}

function put(
  holder: Container,
  segments: readonly string[],
  value: unknown,
  op: 'add' | 'replace',
): void {
  const parent = container(read(holder, segments.slice(0, -1)));
  const key = segments.at(-1) ?? '';
  if (Array.isArray(parent)) {
    parent.splice(key === '-' ? parent.length : Number(key), op === 'add' ? 0 : 1, value);
  } else {
    Object.defineProperty(parent, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

function take(holder: Container, segments: readonly string[]): unknown {
  const parent = container(read(holder, segments.slice(0, -1)));
  const key = segments.at(-1) ?? '';
  const value: unknown = parent[key as never];
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return value;
}

function container(value: unknown): Container {
  if (typeof value !== 'object' || value === null) throw new Error('Expected a container');
  return value as Container;
}

/** A deep clone without shared references, which `structuredClone` would keep. */
function clone(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
