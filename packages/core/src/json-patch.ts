import { jsonEqual, type Pointer } from '@data-map/path';
import { type Change, invertChange, toPatch } from '@data-map/storage';
import { PatchError } from './errors.ts';
import { isObject } from './is-object.ts';

/**
 * JSON Patch (RFC 6902): operations as data, applied one after the other to a document, and how Changes are taken back by
 * such operations.
 *
 * This file knows the operations and what they consist of; what the document must be for them, the document knows, so
 * that each pointer is followed once. Atomicity is the caller's: it runs `applyOperations` inside a transaction, so that
 * an operation that throws leaves nothing behind.
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

/** What a patch needs of a document. What is refused throws, and has changed nothing. */
export interface PatchTarget {
  /** The value, or undefined where nothing is. */
  peek(pointer: Pointer): unknown;
  /** RFC 6902 §4.1: inserts into an array, sets a member of an object, replaces the root. Makes no parents. */
  add(path: Pointer, value: unknown): void;
  /** RFC 6902 §4.2 */
  remove(path: Pointer): void;
  /** RFC 6902 §4.3 */
  replace(path: Pointer, value: unknown): void;
  /** RFC 6902 §4.4. Makes no parents. */
  move(from: Pointer, path: Pointer): void;
}

/**
 * Applies the operations in order. O(sum of their costs).
 *
 * @throws PatchError when the patch is not an array of operations, or an operation's precondition does not hold; what
 * earlier operations did stays, so the caller wraps this in a transaction
 */
export function applyOperations(target: PatchTarget, operations: Patch): void {
  if (!Array.isArray(operations)) {
    throw new PatchError(`Found ${excerpt(operations)}, expected an array of operations`, -1);
  }
  let index = 0;
  try {
    for (; index < operations.length; index++) applyOperation(target, operations[index]);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new PatchError(problem, index, { cause: error });
  }
}

function applyOperation(target: PatchTarget, operation: PatchOperation): void {
  if (!isObject(operation)) {
    throw new Error(`Found ${excerpt(operation)}, expected an operation object`);
  }
  const path = pointerMember(operation, 'path');
  switch (operation.op) {
    case 'add':
      target.add(path, valueMember(operation));
      return;
    case 'remove':
      target.remove(path);
      return;
    case 'replace':
      target.replace(path, valueMember(operation));
      return;
    case 'move':
      target.move(pointerMember(operation, 'from'), path);
      return;
    case 'copy':
      target.add(path, present(target, pointerMember(operation, 'from')));
      return;
    case 'test': {
      const expected = valueMember(operation);
      const found = present(target, path);
      if (!jsonEqual(found, expected)) {
        throw new Error(
          `Test failed at ${JSON.stringify(path)}: found ${excerpt(found)}, expected ${excerpt(expected)}`,
        );
      }
      return;
    }
    default: {
      const unknownOp: { readonly op?: unknown } = operation;
      throw new Error(
        `Found op ${excerpt(unknownOp.op)}, expected add, remove, replace, move, copy or test`,
      );
    }
  }
}

function present(target: PatchTarget, pointer: Pointer): unknown {
  const value = target.peek(pointer);
  if (value !== undefined) return value;
  throw new Error(`Expected a value at ${JSON.stringify(pointer)} but found nothing`);
}

/** Whether it is a pointer is the document's to say, which takes it apart. */
function pointerMember<Name extends 'path' | 'from'>(
  operation: { readonly [name in Name]: unknown },
  name: Name,
): Pointer {
  const pointer = Object.hasOwn(operation, name) ? operation[name] : undefined;
  if (typeof pointer === 'string') return pointer;
  throw new Error(`Found ${excerpt(pointer)} as "${name}", expected a JSON Pointer`);
}

function valueMember(operation: { readonly value: unknown }): unknown {
  const value = Object.hasOwn(operation, 'value') ? operation.value : undefined;
  if (isJson(value)) return value;
  throw new Error(`Found ${excerpt(value)} as "value", expected a JSON value`);
}

/** Whether a document can hold it; what is inside is not looked at. */
export function isJson(value: unknown): boolean {
  const type = typeof value;
  return type !== 'undefined' && type !== 'function' && type !== 'symbol';
}

/** The patch that takes Changes back, those from `start` on: the inverse of each, the last one first. */
export function inversePatch(changes: readonly Change[], start = 0): Patch {
  return toPatch(changes.slice(start).reverse().map(invertChange));
}

/** A value as it stands in a message: JSON, or what is not JSON by its kind, cut after 60 characters. */
function excerpt(value: unknown): string {
  let json: string;
  try {
    json = JSON.stringify(value) ?? String(value);
  } catch {
    json = typeof value === 'object' ? 'an object that is not JSON' : String(value);
  }
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}
