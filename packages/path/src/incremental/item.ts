/**
 * The tree that an incremental query keeps: how its nodelist came about.
 *
 * An *item* is a location of the document together with the number of segments that led there: the root with none, each child that
 * a selector looks at with one more. An item that was selected and holds a container has one *branch* per selector of the next
 * segment, in the order of the selectors; a branch holds the items that its selector looks at, in the order of evaluation. `..`
 * adds one more branch, which leads to the same segment again, once per child. The items of the last level are the results: read
 * from left to right they are the nodelist, with the duplicates that RFC 9535 wants, since a location that is reached in two ways
 * has two items.
 *
 *     $.a[*, 0].b over {"a": [{"b": 1}, {"b": 2}]}
 *
 *     root ─ branch a ─ item /a ┬ branch * ─ item /a/0 (result /a/0/b), item /a/1 (result /a/1/b)
 *                               └ branch 0 ─ item /a/0 (result /a/0/b)
 */

import type { Segment } from '../pointer.ts';
import type { Folded } from './folds.ts';
import { isStepless, type Rule } from './stages.ts';
import { Block, Entry } from './sequence.ts';

/** Nothing changed here. */
export const CLEAN = 0;
/** What the filter of the item reads has changed. */
export const TOUCHED = 1;
/** Children of the item came, left or moved, or are all to be tested again. */
export const EDITED = 2;
/** Something below the result that the item stands for has changed. */
export const HIT = 4;
/** The value of the item is another one; includes the other marks. */
export const REPLACED = 8;
/** The result that the item stands for, or what it is in, was put in anew, and may be the same one. */
export const MET = 16;

/** A location at a level of the query. */
export class Item extends Entry {
  /** The branch that it is a child of; `undefined` for the root. */
  readonly branch: Branch | undefined;
  /**
   * In an object the name; in a range with gaps the index. For an element of others, and of whole arrays, the index that it had when
   * the branch was in its `epoch`.
   */
  key: Segment;
  /** In a range with gaps the index before the changes at hand. */
  formerKey: Segment;
  /** Where elements follow each other: the epoch of the branch in which `key` holds; in a later one it is counted anew. */
  epoch = 0;
  /** Where it stood before it was moved by the changes at hand. */
  ghost: Ghost | undefined = undefined;
  /** Present where the item was selected and holds a container that the next segment applies to. */
  branches: Branch[] | undefined = undefined;
  /** In place of branches that are not made yet: from what they can be made (`folds.ts`). */
  folded: Folded | undefined = undefined;
  /** At the last level the value of the result; `undefined` where there is none. */
  value: unknown = undefined;
  /** What the changes at hand did to it: the marks above, combined. */
  mark = CLEAN;

  constructor(branch: Branch | undefined, key: Segment) {
    super();
    this.branch = branch;
    this.key = key;
    this.formerKey = key;
  }
}

/** Stands where an item stood before the changes at hand. */
export class Ghost extends Entry {
  readonly item: Item;

  constructor(item: Item) {
    super();
    this.item = item;
  }
}

/** What one selector makes of one container: a sequence of items. */
export class Branch extends Block {
  readonly owner: Item;
  readonly rule: Rule;
  /** The items by name, where all members of an object are looked at and they are many; see `members.ts`. */
  members: Map<Segment, Item> | undefined = undefined;
  /** Whether it was made from an array, and not from an object. */
  readonly isArray: boolean;
  /** In a range: the length of the array. */
  length = 0;
  /** How often items were put in or taken out. */
  epoch = 0;
  /** `epoch` as it was before the changes at hand. */
  formerEpoch = 0;
  /** In a range: elements were inserted, removed or moved, so that its items may not be those that are selected. */
  irregular = false;
  /** Whether the items are elements that follow each other, so that the sequence tells their indexes. */
  isUnbroken: boolean;
  /** The index of the first of them; now, and before the changes at hand. */
  from = 0;
  formerFrom = 0;
  /** What the filter reads from the root has changed: every item is to be tested again. */
  retest = false;
  /** The owner no longer has this branch: what is below is no part of the tree. */
  isDropped = false;
  /** Items that were removed from the document by the changes at hand. */
  leavers: Item[] | undefined = undefined;

  constructor(owner: Item, rule: Rule, isArray: boolean) {
    super();
    this.owner = owner;
    this.rule = rule;
    this.isArray = isArray;
    this.isUnbroken = isArray && isStepless(rule);
  }
}
