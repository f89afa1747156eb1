import { jsonEqual, type Pointer } from '@data-map/path';
import { type Change, invertChange, toPatch } from '@data-map/storage';
import { PatchError } from './errors.ts';
import { isObject } from './is-object.ts';

/**
 * JSON Patch (RFC 6902): a list of operations that are applied to a document one after the other; and the patch that undoes
 * Changes.
 *
 * This file validates the form of the operations. Their preconditions are checked by the document, so that each pointer is
 * followed only once. Atomicity is up to the caller, who runs `applyOperations` inside a transaction.
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

/** What a patch needs from a document. A method that throws must not have changed anything. */
export interface PatchTarget {
  /** The value, or `undefined` if nothing is there. */
  peek(pointer: Pointer): unknown;
  /** RFC 6902 §4.1: inserts into an array, sets a member of an object, replaces the root. Does not create parents. */
  add(path: Pointer, value: unknown): void;
  /** RFC 6902 §4.2 */
  remove(path: Pointer): void;
  /** RFC 6902 §4.3 */
  replace(path: Pointer, value: unknown): void;
  /** RFC 6902 §4.4. Does not create parents. */
  move(from: Pointer, path: Pointer): void;
}

/**
 * Applies operations in order. O(sum of their costs).
 *
 * @throws PatchError if the patch is not an array of operations, or a precondition of an operation does not hold. What earlier
 * operations did remains, so the caller wraps this in a transaction
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

/** Checks only that it is a string; the document, which parses it, decides whether it is a pointer. */
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

/** Whether a document can hold the value. What is nested in it is not checked. */
export function isJson(value: unknown): boolean {
  const type = typeof value;
  return type !== 'undefined' && type !== 'function' && type !== 'symbol';
}

/** The patch that undoes the Changes from `start` on: the inverse of each, in reverse order. */
export function inversePatch(changes: readonly Change[], start = 0): Patch {
  return toPatch(changes.slice(start).reverse().map(invertChange));
}

/** Formats a value for a message: as JSON, or something that tells its kind; cut after 60 characters. */
function excerpt(value: unknown): string {
  let json: string;
  try {
    json = JSON.stringify(value) ?? String(value);
  } catch {
    json = typeof value === 'object' ? 'an object that is not JSON' : String(value);
  }
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}
