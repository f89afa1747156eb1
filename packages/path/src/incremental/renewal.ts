/**
 * The second pass over a batch of changes: reads what is marked from the final document, re-evaluates it from the root down, and records
 * which results were removed, added and changed.
 *
 * `run` leaves all weights as they were before the batch; what they are to become is collected in `gains`. Together with the ghosts
 * that the first pass left, the tree can then still answer where anything *was*. So a result that is removed is recorded at once, with its old
 * index and pointer. For a result that is added or changed, `run` records only the item. `finish` then applies the gains, after which
 * the tree can answer where everything *is*, and writes down the new indexes and pointers.
 *
 * | mark | `run` does |
 * | --- | --- |
 * | `REPLACED` | `compare`: compares the item and all below it with the new value, index by index and name by name |
 * | `RETEST` | `test`: tests the filter; drops the results below the item, builds (`grow`) what is below it, or goes on with `EDITED` |
 * | `IN_TAIL`, `BELOW_RESULT` | `setResult`: reads the result again |
 * | `EDITED` | `updateBranches`: drops what left, fits ranges to what they now select, and tests all items of branches with `retest` |
 *
 * Every item is re-evaluated at most once. Marks are taken by depth, from the top, and a step that drops or compares an item deals with
 * everything below the item and clears the marks there.
 */

import type { Predicate } from '../jsonpath/closures.ts';
import type { Evaluation } from '../jsonpath/evaluation.ts';
import { childOf, memberOf } from '../jsonpath/json.ts';
import { sliceRange } from '../jsonpath/slice.ts';
import { build, followTail, isOfKind, unfold } from './build.ts';
import type { AddedNode, ChangedNode, RemovedNode } from './delta.ts';
import type { DocumentReader } from './document.ts';
import type { Refolded } from './folds.ts';
import { itemAt, type Tree } from './follow.ts';
import { BELOW_RESULT, type Branch, CLEAN, isLast, Item, REPLACED, RETEST } from './item.ts';
import {
  addResults,
  forEachFormer,
  forEachResult,
  formerKeyOf,
  Gains,
  keyOf,
  Pointers,
  Ranks,
  segmentsOf,
} from './locations.ts';
import { appended, type Marks } from './marks.ts';
import type { Start } from './moved-nodes.ts';
import { itemsOf, memberItem, rememberMembers } from './members.ts';
import { glimpse, hasChanged, resultOf } from './only-result.ts';
import { type Entry, weigh } from './sequence.ts';
import { type Stages, stepOf } from './stages.ts';

/** With marks over more than this many depths, values are read from those of their containers, not each by its own location. */
const DEEP = 64;

/** With more than this many changes of weights, they are added depth by depth (`Gains`), not each up to the root. */
const MANY = 64;

/** An item that is to be compared with its new value. */
interface Task {
  readonly item: Item;
  readonly value: unknown;
}

/** The second pass over one batch of changes: call `run`, then `finish`. */
export class Renewal {
  /** The results that were removed, in the order in which that was found out. */
  removed: RemovedNode[] | undefined;
  /** The items that have results now, of their own or below them, all of which were added. */
  private grown: Item[] | undefined;
  /** The items whose result has another value, and the folded items with a result below that has. */
  private altered:
    | (Partial<Refolded> & { readonly item: Item; readonly previous: unknown })[]
    | undefined;
  /** The changes of weights that `finish` is to make. */
  private gains: { readonly entry: Entry; readonly count: number }[] | undefined;
  private formerPointers: Pointers | undefined;
  private readonly formerRanks = new Ranks(true);
  /**
   * A cache of the values of items, used where marks span more than `DEEP` depths. With each value read by its own location, a change
   * below a thousand nested results would take a million steps. Elsewhere reading by location is better: a store copies every container that
   * it hands out, and a container on the way may be an array of 100,000 elements.
   */
  private values: Map<Item, unknown> | undefined;
  readonly stages: Stages;
  readonly document: DocumentReader;
  readonly evaluation: () => Evaluation;
  private readonly marks: Marks;

  constructor({ stages, document, evaluation, marks }: Tree) {
    this.stages = stages;
    this.document = document;
    this.evaluation = evaluation;
    this.marks = marks;
  }

  /** Re-evaluates the marked items, and records what became of their results. */
  run(): void {
    const { marks } = this;
    if (marks.deepest - marks.top > DEEP) this.values = new Map();
    for (let { top: depth } = marks; depth <= marks.deepest; depth++) {
      for (const item of marks.byDepth[depth] ?? []) {
        const { mark } = item;
        item.mark = CLEAN;
        if ((mark & REPLACED) !== 0) this.compare(item, this.valueOf(item));
        else if (mark !== CLEAN) this.update(item, mark);
      }
    }
  }

  /**
   * Brings the weights up to date, and returns the results that were added and those that changed, and the items that were moved past
   * others; `undefined` in place of the latter if they are many.
   */
  finish(): {
    added: AddedNode[] | undefined;
    changed: ChangedNode[] | undefined;
    lifted: Start[] | undefined;
  } {
    const { ghosts } = this.marks;
    // The only time when their former ranks are known and all of their results that left have been dropped
    const moved = ghosts.filter(
      ({ item }) => item.parent !== undefined && item.branch?.isDropped === false,
    );
    const formers =
      moved.length > MANY ? undefined : moved.map(({ item }) => this.formerRanks.of(item));
    const isMany = ghosts.length + (this.gains?.length ?? 0) > MANY;
    const sum = isMany ? new Gains() : undefined;
    const add = (entry: Entry, count: number): void => {
      if (sum === undefined) addResults(entry, count);
      else sum.add(entry, count);
    };
    // The weight that a ghost holds goes back to the item: to its new place, or out of the tree if the item was removed
    for (const ghost of ghosts) {
      const { weight, item } = ghost;
      if (weight === 0) continue;
      if (item.branch?.isReordered === true) {
        ghost.weight = 0;
        item.weight += weight;
      } else {
        add(ghost, -weight);
        add(item, weight);
      }
    }
    for (const branch of this.marks.shifted) {
      if (!branch.isReordered) continue;
      const gain = -branch.weight + weigh(branch);
      if (!branch.isDropped) add(branch.owner, gain);
    }
    for (const { entry, count } of this.gains ?? []) add(entry, count);
    sum?.settle();
    const pointers = new Pointers(keyOf, this.stages.suffix);
    const ranks = new Ranks(false);
    let added: AddedNode[] | undefined;
    for (const item of this.grown ?? []) {
      let index = ranks.of(item);
      forEachResult(item, this.stages.folds, (result, inner) => {
        const { value } = inner ?? result;
        const node = { index, pointer: pointers.of(result, inner), value };
        added = appended(added, node);
        index++;
      });
    }
    const changed = this.altered?.map(({ item, inner, rank = 0, previous }) => ({
      index: ranks.of(item) + rank,
      pointer: pointers.of(item, inner),
      value: (inner ?? item).value,
      previous,
    }));
    const lifted = formers?.map((fromIndex, at): Start => {
      const { item } = moved[at]!;
      return { item, index: ranks.of(item), fromIndex };
    });
    return { added, changed, lifted };
  }

  /** Re-evaluates an item whose own value was not replaced, but changed at or below the places that its marks tell. */
  private update(item: Item, mark: number): void {
    const test = item.branch?.rule.test;
    if (isLast(item, this.stages)) {
      const value = resultOf(item, mark, this, this.known(item));
      this.setResult(item, value, (mark & BELOW_RESULT) !== 0);
    } else if (test === undefined || (mark & RETEST) === 0) {
      this.updateBranches(item);
    } else {
      const known = this.known(item);
      const value = known ?? glimpse(this.document, segmentsOf(item));
      this.test(item, test, value, known === undefined);
    }
  }

  /**
   * Tests the filter of an item: drops the item's results, or builds or updates them.
   *
   * @param isGlimpsed whether the value comes from `glimpse`: then a container is read again, to be kept
   */
  private test(item: Item, test: Predicate, value: unknown, isGlimpsed: boolean): void {
    if (value === undefined || !test(value, this.evaluation())) {
      this.drop(item);
    } else if (isLast(item, this.stages)) {
      this.setResult(item, followTail(value, this.stages.tail), false);
    } else if (item.branches !== undefined) {
      this.updateBranches(item);
    } else {
      const isRead = isGlimpsed && typeof value === 'object';
      this.grow(item, isRead ? this.document.getAt(segmentsOf(item)) : value);
    }
  }

  /** Re-evaluates the branches of an item whose children were inserted, removed or moved, or are all to be tested again. */
  private updateBranches(item: Item): void {
    for (const branch of item.branches ?? []) {
      this.dropLeavers(branch);
      if (branch.irregular) this.updateRange(branch);
      if (branch.retest) this.retest(branch);
    }
  }

  /** Tests every item of a branch again, after a change of what its filter reads from the root. */
  private retest(branch: Branch): void {
    branch.retest = false;
    const { test } = branch.rule;
    const container = this.valueOf(branch.owner);
    if (test === undefined) return;
    this.evaluation().visit(branch.now);
    for (const [index, item] of itemsOf(branch).entries()) {
      // An item with marks of its own has its turn at the next depth
      if (item.mark !== CLEAN) item.mark |= RETEST;
      else this.test(item, test, childOf(container, branch.isArray ? index : item.key), false);
    }
  }

  /** Fits a range to what it now selects, and reads the elements that are new in it. */
  private updateRange(branch: Branch): void {
    this.selectRange(branch, (item) => this.compare(item, this.valueOf(item)));
  }

  /**
   * Makes a range hold exactly the elements that its slice selects in an array of `branch.length` elements, in order. Keeps the items of
   * those that it held before, by their keys.
   *
   * @param visit called for every item that is new in the range
   */
  private selectRange(branch: Branch, visit: (item: Item) => void): void {
    const { slice, selector } = branch.rule;
    // An index from the front is held even where no element is. So its owner need not pass on what is inserted and removed behind it
    const isFixed = selector?.type === 'index' && selector.index >= 0;
    const { from, count, step } = sliceRange(slice, isFixed ? Infinity : branch.length);
    if (branch.isUnbroken) {
      this.slideRange(branch, from, count, visit);
      return;
    }
    const held = new Map(itemsOf(branch).map((item) => [item.key, item]));
    const wanted = Array.from({ length: count }, (_, nth) => from + nth * step);
    const kept = new Set(wanted.map((index) => held.get(index)));
    for (const item of held.values()) if (!kept.has(item)) this.marks.remove(item, branch);
    this.dropLeavers(branch);
    branch.irregular = false;
    branch.isUnbroken = stepOf(branch.rule) === 1;
    branch.from = from;
    for (const [place, index] of wanted.entries()) {
      const known = held.get(index);
      const item = known ?? new Item(branch, index);
      if (known === undefined) {
        this.marks.insert(item, branch, place);
        visit(item);
      } else if (itemAt(branch, place) !== known) this.marks.move(known, branch, place);
    }
  }

  /** Makes an unbroken range hold `count` elements from an index on: trims it at both ends, and then extends it at both. */
  private slideRange(
    branch: Branch,
    from: number,
    count: number,
    visit: (item: Item) => void,
  ): void {
    const { marks } = this;
    const end = from + count;
    while (branch.now > 0 && branch.from < from) {
      marks.remove(itemAt(branch, 0)!, branch);
      branch.from++;
    }
    while (branch.now > 0 && branch.from + branch.now > end)
      marks.remove(itemAt(branch, branch.now - 1)!, branch);
    this.dropLeavers(branch);
    branch.irregular = false;
    if (branch.now === 0) branch.from = from;
    const add = (index: number): void => {
      const item = new Item(branch, index);
      marks.insert(item, branch, index - branch.from);
      visit(item);
    };
    while (branch.from > from) add(--branch.from);
    while (branch.from + branch.now < end) add(branch.from + branch.now);
  }

  /** Drops the results of the items that were removed from a branch. */
  private dropLeavers(branch: Branch): void {
    for (const item of branch.leavers ?? []) this.drop(item);
    branch.leavers = undefined;
  }

  /** Compares an item, and all below it, with its new value (`undefined`: it no longer exists). Iterative, as the depth is the document's. */
  private compare(start: Item, startValue: unknown): void {
    const tasks: Task[] = [{ item: start, value: startValue }];
    for (let task; (task = tasks.pop()) !== undefined;) {
      const { item, value } = task;
      const test = item.branch?.rule.test;
      item.mark = CLEAN;
      if (value === undefined || test?.(value, this.evaluation()) === false) {
        this.drop(item);
        continue;
      }
      if (item.folded !== undefined) {
        if (item.folded.container === value) continue;
        const changed = this.stages.folds?.refold(item, value, this.evaluation());
        for (const one of changed ?? []) this.altered = appended(this.altered, { item, ...one });
        if (changed !== undefined) continue;
        unfold(item, this.stages, this.evaluation());
      }
      if (isLast(item, this.stages)) {
        this.setResult(item, followTail(value, this.stages.tail), false);
      } else if (item.branches === undefined) {
        this.grow(item, value);
      } else if (item.branches.every((branch) => isOfKind(branch, value))) {
        for (const branch of item.branches) this.compareBranch(branch, value, tasks);
      } else {
        this.drop(item);
        this.grow(item, value);
      }
    }
  }

  /** Fits a branch to the new value of its container, and pushes the comparison of each of its items. */
  private compareBranch(branch: Branch, container: unknown, tasks: Task[]): void {
    const { kind, name } = branch.rule;
    branch.retest = false;
    if (kind === 'name') {
      const item = itemAt(branch, 0);
      if (item !== undefined) tasks.push({ item, value: memberOf(container, name) });
    } else if (Array.isArray(container)) {
      branch.length = container.length;
      this.evaluation().visit(sliceRange(branch.rule.slice, container.length).count);
      this.selectRange(branch, () => {});
      const step = stepOf(branch.rule);
      for (const [place, item] of itemsOf(branch).entries())
        tasks.push({ item, value: container[branch.from + place * step] });
    } else if (kind === 'all') {
      this.compareMembers(branch, container as Readonly<Record<string, unknown>>, tasks);
    }
  }

  /** Compares members name by name, and brings their items into the order of the new object. */
  private compareMembers(
    branch: Branch,
    object: Readonly<Record<string, unknown>>,
    tasks: Task[],
  ): void {
    for (const item of itemsOf(branch)) {
      if (!Object.hasOwn(object, item.key)) this.marks.remove(item, branch);
    }
    this.dropLeavers(branch);
    const names = Object.keys(object);
    this.evaluation().visit(names.length);
    for (const [place, name] of names.entries()) {
      let item = memberItem(branch, name);
      if (item === undefined) {
        item = new Item(branch, name);
        this.marks.insert(item, branch, place);
        rememberMembers(branch, [item]);
      } else if (itemAt(branch, place) !== item) {
        this.marks.move(item, branch, place);
      }
      tasks.push({ item, value: object[name] });
    }
  }

  /** Removes the results of an item and of all items below it: records them as they were before the batch, and gives up the branches. */
  private drop(item: Item): void {
    const { value, branches, folded } = item;
    if (value === undefined && branches === undefined && folded === undefined) return;
    this.formerPointers ??= new Pointers(formerKeyOf, this.stages.suffix);
    const pointers = this.formerPointers;
    const start = this.removed?.length ?? 0;
    let index = this.formerRanks.of(item);
    forEachFormer(item, (former) => {
      former.mark = CLEAN;
      for (const branch of former.branches ?? []) {
        branch.isDropped = true;
        branch.rule.branches.delete(branch);
      }
      // A ghost holds the weight of the item whose place it took
      const { weight } = former.ghost ?? former;
      if (former.value === undefined && (former.folded === undefined || weight === 0)) return;
      forEachResult(former, this.stages.folds, (result, inner) => {
        const node = { index, pointer: pointers.of(result, inner), value: (inner ?? result).value };
        this.removed = appended(this.removed, node);
        index++;
      });
    });
    item.branches = undefined;
    item.folded = undefined;
    item.value = undefined;
    this.gain(item, start - (this.removed?.length ?? 0));
  }

  /** Builds what is below an item that had no branches. */
  private grow(item: Item, value: unknown): void {
    const count = build(item, value, this.stages, this.evaluation());
    if (count === 0) return;
    this.gain(item, count);
    this.grown = appended(this.grown, item);
  }

  /** Defers a change of weight until `finish`. */
  private gain(entry: Entry, count: number): void {
    this.gains = appended(this.gains, { entry, count });
  }

  /** Sets the value of the result that an item stands for, and records what that does to the result. */
  private setResult(item: Item, value: unknown, isBelow: boolean): void {
    const previous = item.value;
    if (value === undefined) {
      this.drop(item);
      return;
    }
    item.value = value;
    if (previous === undefined) {
      this.gain(item, 1);
      this.grown = appended(this.grown, item);
    } else if (hasChanged(previous, value, isBelow)) {
      this.altered = appended(this.altered, { item, previous });
    }
  }

  /** The value of an item as the cache has it, where there is one. */
  private known(item: Item): unknown {
    return this.values === undefined ? undefined : this.valueOf(item);
  }

  /** Reads the value of an item by its location; or, with the cache, from the value of its container. */
  private valueOf(item: Item): unknown {
    const { values } = this;
    if (values === undefined) return this.document.getAt(segmentsOf(item));
    const chain: Item[] = [];
    let start = item;
    while (start.depth > this.marks.top && !values.has(start)) {
      chain.push(start);
      start = (start.branch as Branch).owner;
    }
    let value = values.get(start) ?? this.document.getAt(segmentsOf(start));
    values.set(start, value);
    for (let at = chain.length - 1; at >= 0; at--) {
      const child = chain[at] as Item;
      value = childOf(value, keyOf(child));
      values.set(child, value);
    }
    return value;
  }
}
