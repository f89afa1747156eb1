import { kindOf } from '../arguments.ts';

/**
 * The most positions of a list. A longer one could have more leaves than the homes of `slot-table.ts` have room for.
 */
export const MAX_LENGTH = 100_000_000;

/**
 * An index, position, count or length that is not an integer or is out of range.
 *
 * @example
 * ```ts
 * import { IndirectionLayer, PositionError } from '@data-map/arrays';
 * try {
 *   new IndirectionLayer(3).physical(7);
 * } catch (error) {
 *   console.log(error instanceof PositionError, (error as PositionError).message);
 *   // -> true Position 7 is out of range: expected an integer from 0 to 2
 * }
 * ```
 */
export class PositionError extends RangeError {
  override readonly name = 'PositionError';
  readonly code = 'ARRAYS_POSITION';

  constructor(what: string, found: unknown, most: number) {
    super(
      `${what} ${shown(found)} is out of range: ` +
        (most < 0 ? 'the list is empty' : `expected an integer from 0 to ${most}`),
    );
  }
}

/**
 * Returns a number as it is and a string in quotes. For anything else, which may have no string form, returns its kind.
 */
function shown(found: unknown): string {
  if (typeof found === 'string') return JSON.stringify(found);
  return typeof found === 'number' ? String(found) : kindOf(found);
}

/**
 * A slot that is not in use: it was freed before, or never issued.
 *
 * @example
 * ```ts
 * import { IndirectionLayer, SlotError } from '@data-map/arrays';
 * const layer = new IndirectionLayer(3);
 * layer.free(1);
 * try {
 *   layer.free(1);
 * } catch (error) {
 *   console.log(error instanceof SlotError, (error as SlotError).message);
 *   // -> true Slot 1 is not in use: expected one of the 2 slots that are
 * }
 * ```
 */
export class SlotError extends RangeError {
  override readonly name = 'SlotError';
  readonly code = 'ARRAYS_SLOT';

  constructor(slot: unknown, used: number) {
    super(`Slot ${shown(slot)} is not in use: expected one of the ${used} slots that are`);
  }
}

/**
 * An argument that should reorder a list but is not a permutation of its positions.
 *
 * @example
 * ```ts
 * import { IndirectionLayer, PermutationError } from '@data-map/arrays';
 * try {
 *   new IndirectionLayer(3).permute([0, 1, 1]);
 * } catch (error) {
 *   console.log(error instanceof PermutationError, (error as PermutationError).message);
 *   // -> true No permutation: found 1 at 2, expected each of 0 to 2 once
 * }
 * ```
 */
export class PermutationError extends RangeError {
  override readonly name = 'PermutationError';
  readonly code = 'ARRAYS_PERMUTATION';

  constructor(found: string, length: number) {
    super(`No permutation: found ${found}, expected each of 0 to ${length - 1} once`);
  }
}

/**
 * A strategy that does not exist.
 *
 * @example
 * ```ts
 * import { SmartArray, StrategyError } from '@data-map/arrays';
 * const strategy: string = 'fast';
 * try {
 *   new SmartArray([], { strategy: strategy as 'auto' });
 * } catch (error) {
 *   console.log(error instanceof StrategyError, (error as StrategyError).message);
 *   // -> true Unknown strategy "fast": expected "auto", "direct", "indirection" or "persistent"
 * }
 * ```
 */
export class StrategyError extends TypeError {
  override readonly name = 'StrategyError';
  readonly code = 'ARRAYS_STRATEGY';

  constructor(strategy: unknown) {
    super(
      `Unknown strategy "${String(strategy)}": expected "auto", "direct", "indirection" or "persistent"`,
    );
  }
}
