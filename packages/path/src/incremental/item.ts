/**
 * The evaluation tree that an incremental query keeps: items and branches, which alternate.
 *
 * An *item* is a location that the query looks at, reached by one choice of a selector per segment. Its *level* is the number of
 * segments that led to it: 0 for the root. A *branch* is what one selector (one rule, see `stages.ts`) makes of one container: a
 * sequence of items in the order of evaluation. An item that was selected and holds a container owns one branch per selector of the
 * next segment, in the order of the selectors. If that segment is `..`, the item owns one branch more, the last, with an item of the same
 * level for each child, so that the segment is applied to each child again.
 *
 * A branch of a wildcard or filter holds an item for *every* child, those that the filter refuses included: an element that is refused
 * still takes an index, and may pass after a later change. A branch of a name holds one item if the container is an object, whether or
 * not it has that member. A branch of an index or slice (a *range*) holds only the elements that are selected.
 *
 * The items of the last level that have a value are the results. Read from left to right they are the nodelist, with the duplicates that
 * RFC 9535 requires: a location that is reached in two ways has two items.
 *
 *     $.a[*, 0].b over {"a": [{"b": 1}, {"b": 2}]}
 *
 *     root ─ branch a ─ item /a ┬ branch * ┬ item /a/0 (result /a/0/b)
 *                               │          └ item /a/1 (result /a/1/b)
 *                               └ branch 0 ─ item /a/0 (result /a/0/b)
 *
 * The name at the end, `b`, has no items of its own: the last item reads it from its value (the tail, see `stages.ts`).
 */

import type { Segment } from '../pointer.ts';
import type { Folded } from './folds.ts';
import { type Rule, type Stages, stepOf } from './stages.ts';
import { Block, Entry } from './sequence.ts';

// The marks of an item: one bit for each thing that the current batch of changes did to it

/** Nothing changed here. */
export const CLEAN = 0;
/** Something that the filter of the item reads has changed: the filter must be tested again. */
export const RETEST = 1;
/** Children of the item were inserted, removed or moved, or all items of one of its branches must be tested again. */
export const EDITED = 2;
/** At the last level: a change lies strictly below the result, so a result that is a container has changed. */
export const BELOW_RESULT = 4;
/** The value of the item was replaced, added or removed: the item and all below it must be compared with the document. Includes the other marks. */
export const REPLACED = 8;
/** At the last level: a change lies on the tail, between the item and its result. The result must be read again, and may be the same. */
export const IN_TAIL = 16;

/** A location at a level of the query. */
export class Item extends Entry {
  /** The branch that holds the item; `undefined` for the root. */
  readonly branch: Branch | undefined;
  /**
   * The last segment of the location. For a member its name, and in a range with gaps the index. In an unbroken branch it is the index
   * as of `epoch`; `keyOf` brings it up to date.
   */
  key: Segment;
  /** The length of the location: 0 for the root. */
  readonly depth: number;
  /** In an unbroken branch: the epoch of the branch in which `key` was computed. */
  epoch = 0;
  /** The ghost in the place that the item had before the current batch, if the batch moved or removed it. */
  ghost: Ghost | undefined = undefined;
  /** One branch per selector of the next segment. Present where the item was selected and holds a container. */
  branches: Branch[] | undefined = undefined;
  /** Stands for branches that are not built yet, and holds what they can be built from (`folds.ts`). */
  folded: Folded | undefined = undefined;
  /** At the last level: the value of the result, `undefined` where there is none. */
  value: unknown = undefined;
  /** The marks above that the current batch has set, combined. */
  mark = CLEAN;

  constructor(branch: Branch | undefined, key: Segment) {
    super();
    this.branch = branch;
    this.key = key;
    this.depth = branch === undefined ? 0 : branch.owner.depth + 1;
  }
}

/** Returns the number of segments that led to an item. */
export function levelOf(item: Item): number {
  return item.branch?.rule.level ?? 0;
}

/** Whether an item is of the last level, so that it stands for a result of its own. */
export function isLast(item: Item, { levels }: Stages): boolean {
  return levelOf(item) === levels.length;
}

/** A placeholder in the place that an item had before the current batch, with the weight that the item had there. */
export class Ghost extends Entry {
  readonly item: Item;

  constructor(item: Item) {
    super();
    this.item = item;
  }
}

/** What one selector makes of one container: a sequence of items, of which the branch is the root block. */
export class Branch extends Block {
  readonly owner: Item;
  readonly rule: Rule;
  /** The items by name, kept where the branch holds all members of a wide object; see `members.ts`. */
  members: Map<Segment, Item> | undefined = undefined;
  /** Whether the container is an array; otherwise it is an object. */
  readonly isArray: boolean;
  /** In a range: the length of the array. */
  length = 0;
  /** The version of the numbering: counts the edits after which items may have other indexes. */
  epoch = 0;
  /** `epoch` before the current batch. */
  formerEpoch = 0;
  /** In a range: the array was edited, so the items need not be those that are selected, nor their keys a step apart. */
  irregular = false;
  /** Whether the items are consecutive elements: the index of an item is `from` plus its index in the sequence. */
  isUnbroken: boolean;
  /**
   * In an array: the index of the first item; now, except in a range with gaps that is `irregular`, and before the current batch. The index of each
   * further item is that of the item in front plus the step of the slice (`stepOf`).
   */
  from = 0;
  formerFrom = 0;
  /** Something that the filter reads from the root has changed: every item must be tested again. */
  retest = false;
  /** The owner has given up this branch, so it is no longer part of the tree. */
  isDropped = false;
  /** The current batch reordered all items at once: each that existed before it has a ghost, in front of all items. */
  isReordered = false;
  /** The items that the current batch removed, until the second pass drops their results. */
  leavers: Item[] | undefined = undefined;

  constructor(owner: Item, rule: Rule, isArray: boolean) {
    super();
    this.owner = owner;
    this.rule = rule;
    this.isArray = isArray;
    this.isUnbroken = isArray && stepOf(rule) === 1;
  }
}
