import { isPointer, jsonEqual, parentPointer, type Pointer, parsePointer } from '@data-map/path';
import { PatchError } from './errors.ts';

/**
 * JSON Patch (RFC 6902): operations as data, applied one after the other to a document that is written through the
 * same few methods as by everybody else.
 *
 * This file knows the operations and their preconditions; atomicity is the caller's: it runs `applyOperations` inside
 * a transaction, so that an operation that throws leaves nothing behind.
 */

/** One operation of RFC 6902 §4. */
export type PatchOperation =
  | { readonly op: 'add'; readonly path: Pointer; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Pointer }
  | { readonly op: 'replace'; readonly path: Pointer; readonly value: unknown }
  | { readonly op: 'move'; readonly path: Pointer; readonly from: Pointer }
  | { readonly op: 'copy'; readonly path: Pointer; readonly from: Pointer }
  | { readonly op: 'test'; readonly path: Pointer; readonly value: unknown };

/** A JSON Patch document, RFC 6902 §3. */
export type Patch = readonly PatchOperation[];

/** What a patch needs of a document. */
export interface PatchTarget {
  peek(pointer: Pointer): unknown;
  has(pointer: Pointer): boolean;
  /** Whether there is an array; must not cost a copy of it. */
  isArray(pointer: Pointer): boolean;
  /** Throws where the parent is a leaf. */
  set(pointer: Pointer, value: unknown): void;
  insert(array: Pointer, index: number | '-', value: unknown): void;
  delete(pointer: Pointer): void;
  move(from: Pointer, to: Pointer): void;
}

/**
 * Applies the operations in order. O(sum of their costs).
 *
 * @throws PatchError when the patch is not an array of operations, or an operation's precondition does not hold; what
 * earlier operations did stays, so the caller wraps this in a transaction
 */
export function applyOperations(target: PatchTarget, operations: Patch): void {
  if (!Array.isArray(operations)) {
    throw new PatchError(`Found ${describe(operations)}, expected an array of operations`, -1);
  }
  operations.forEach((operation: PatchOperation, index) => {
    try {
      applyOperation(target, operation);
    } catch (error) {
      if (error instanceof PatchError) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      throw new PatchError(problem, index, { cause: error });
    }
  });
}

class Refusal extends Error {}

function applyOperation(target: PatchTarget, operation: PatchOperation): void {
  if (typeof operation !== 'object' || operation === null) {
    throw new Refusal(`Found ${describe(operation)}, expected an operation object`);
  }
  const path = pointerMember(operation, 'path');
  switch (operation.op) {
    case 'add':
      add(target, path, valueMember(operation));
      return;
    case 'remove':
      requirePresent(target, path, 'remove');
      target.delete(path);
      return;
    case 'replace': {
      const value = valueMember(operation);
      requirePresent(target, path, 'replace');
      target.set(path, value);
      return;
    }
    case 'move': {
      const from = pointerMember(operation, 'from');
      requirePresent(target, from, 'move');
      if (from === path) return;
      if (path.startsWith(`${from}/`)) {
        throw new Refusal(`Cannot move ${quote(from)} into its own child ${quote(path)}`);
      }
      move(target, from, path);
      return;
    }
    case 'copy': {
      const from = pointerMember(operation, 'from');
      requirePresent(target, from, 'copy');
      add(target, path, target.peek(from));
      return;
    }
    case 'test': {
      const expected = valueMember(operation);
      requirePresent(target, path, 'test');
      const found = target.peek(path);
      if (!jsonEqual(found, expected)) {
        throw new Refusal(
          `Test failed at ${quote(path)}: found ${excerpt(found)}, expected ${excerpt(expected)}`,
        );
      }
      return;
    }
    default: {
      const unknownOp: { readonly op?: unknown } = operation;
      throw new Refusal(
        `Found op ${excerpt(unknownOp.op)}, expected add, remove, replace, move, copy or test`,
      );
    }
  }
}

/** RFC 6902 §4.1: inserts into an array, sets a member of an object, replaces the root. */
function add(target: PatchTarget, path: Pointer, value: unknown): void {
  const parent = parentPointer(path);
  if (parent === undefined) {
    target.set('', value);
    return;
  }
  requireParent(target, parent, path);
  if (target.isArray(parent)) target.insert(parent, indexToken(path), value);
  else target.set(path, value);
}

/** RFC 6902 §4.4: `remove` at from, then `add` at path. The target's parent must be there after the removal. */
function move(target: PatchTarget, from: Pointer, path: Pointer): void {
  const parent = parentPointer(path);
  if (from === '' || parent === undefined) {
    const value = target.peek(from);
    if (from !== '') target.delete(from);
    add(target, path, value);
    return;
  }
  requireParent(target, parent, path);
  if (target.isArray(parent)) indexToken(path);
  target.move(from, path);
}

/** The last token of a pointer into an array: `-` or an index without leading zeros, RFC 6901 §4. */
function indexToken(path: Pointer): number | '-' {
  const token = parsePointer(path).at(-1) ?? '';
  if (token === '-') return '-';
  if (!/^(?:0|[1-9]\d*)$/.test(token)) {
    throw new Refusal(
      `Found ${quote(token)} as an array index in ${quote(path)}, expected digits or "-"`,
    );
  }
  return Number(token);
}

function requirePresent(target: PatchTarget, path: Pointer, op: string): void {
  if (!target.has(path)) throw new Refusal(`Nothing to ${op} at ${quote(path)}`);
}

/** A missing parent is refused here, as RFC 6902 wants, before the store makes it; a leaf is refused by the store. */
function requireParent(target: PatchTarget, parent: Pointer, path: Pointer): void {
  if (!target.has(parent)) {
    throw new Refusal(`No object or array at ${quote(parent)} to add ${quote(path)} to`);
  }
}

function pointerMember(operation: object, name: 'path' | 'from'): Pointer {
  const pointer: unknown = Object.hasOwn(operation, name)
    ? Reflect.get(operation, name)
    : undefined;
  if (typeof pointer !== 'string' || !isPointer(pointer)) {
    throw new Refusal(`Found ${excerpt(pointer)} as "${name}", expected a JSON Pointer`);
  }
  return pointer;
}

function valueMember(operation: object): unknown {
  const value: unknown = Object.hasOwn(operation, 'value')
    ? Reflect.get(operation, 'value')
    : undefined;
  if (value === undefined) throw new Refusal('Found no "value", expected a JSON value');
  return value;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** A value as it stands in a message: JSON, cut after 60 characters. */
function excerpt(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
