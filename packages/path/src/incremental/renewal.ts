/**
 * Second pass over a list of changes: works out anew what was marked, from the root down, and notes what became of the results.
 *
 * The passes are apart because an index or a pointer *before* the changes can be read only as long as nothing is overwritten: until
 * `finish` the weights in the tree, and through ghosts the order, are those from before. So results that go away are written down
 * with their old index and pointer at once; results that come are found by going through the items that grew, at the end.
 *
 * Every item is worked out at most once: marks are taken from the top, and whatever deals with an item deals with all below
 * it that it drops or compares, and clears the marks there.
 */

import type { Predicate } from '../jsonpath/closures.ts';
import type { Evaluation } from '../jsonpath/evaluation.ts';
import { childOf, memberOf } from '../jsonpath/json.ts';
import { sliceRange } from '../jsonpath/slice.ts';
import { behindTail, build, isOfKind, unfold } from './build.ts';
import type { AddedNode, ChangedNode, RemovedNode } from './delta.ts';
import type { DocumentReader } from './document.ts';
import type { Refolded } from './folds.ts';
import { itemAt } from './follow.ts';
import { type Branch, CLEAN, HIT, Item, MET, REPLACED, TOUCHED } from './item.ts';
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
import type { Segments } from '../pointer.ts';
import { appended, type Marks } from './marks.ts';
import { itemsOf, memberItem, rememberMembers } from './members.ts';
import type { Entry } from './sequence.ts';
import { isStepless, type Stages } from './stages.ts';

/** Between the first and the last level with marks: from here on values are read from those of their containers. */
const DEEP = 64;

/** From so many entries on whose weight changes, what they have above them is gone through once. */
const MANY = 64;

/** An item that is to be compared with a value. */
interface Task {
  readonly item: Item;
  readonly value: unknown;
}

/** The second pass over one list of changes: `run`, then `finish`. */
export class Renewal {
  /** The results that went away, in the order in which that was found out. */
  removed: RemovedNode[] | undefined;
  /** Items that have results below, or one of their own, where they had none before. */
  private grown: Item[] | undefined;
  /** Items whose result has another value, or one of the results folded below them. */
  private altered:
    | (Partial<Refolded> & { readonly item: Item; readonly previous: unknown })[]
    | undefined;
  /** By how much the weights of items are to change in the end. */
  private gains: { readonly entry: Entry; readonly count: number }[] | undefined;
  private formerPointers: Pointers | undefined;
  private readonly formerRanks = new Ranks(true);
  /** The length of the location of the item that is worked out, and of the first that was. */
  private depth = 0;
  private top = 0;
  /**
   * The values of items, where marks lie at many levels: each read by its own location would make a change below a thousand results
   * cost a million steps. Elsewhere a location is read by itself, since a store copies what it hands out.
   */
  private values: Map<Item, unknown> | undefined;
  private readonly stages: Stages;
  private readonly document: DocumentReader;
  private readonly evaluation: () => Evaluation;
  private readonly marks: Marks;

  constructor(
    stages: Stages,
    document: DocumentReader,
    evaluation: () => Evaluation,
    marks: Marks,
  ) {
    this.stages = stages;
    this.document = document;
    this.evaluation = evaluation;
    this.marks = marks;
  }

  /** Works out what is marked. */
  run(): void {
    const { marks } = this;
    this.top = marks.byDepth.findIndex((items) => items !== undefined);
    if (marks.deepest - this.top > DEEP) this.values = new Map();
    for (let depth = this.top; depth <= marks.deepest; depth++) {
      this.depth = depth;
      for (const item of marks.byDepth[depth] ?? []) {
        const { mark } = item;
        item.mark = CLEAN;
        if ((mark & REPLACED) !== 0) this.compare(item, this.valueOf(item));
        else if (mark !== CLEAN) this.update(item, mark);
      }
    }
  }

  /** Brings the weights up to date, and gives the results that came and those that changed. */
  finish(): { added: AddedNode[] | undefined; changed: ChangedNode[] | undefined } {
    const { ghosts } = this.marks;
    const isMany = ghosts.length + (this.gains?.length ?? 0) > MANY;
    const sum = isMany ? new Gains() : undefined;
    const add = (entry: Entry, count: number): void => {
      if (sum === undefined) addResults(entry, count);
      else sum.add(entry, count);
    };
    for (const ghost of ghosts) {
      const { weight, item } = ghost;
      if (weight === 0) continue;
      add(ghost, -weight);
      add(item, weight);
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
    return { added, changed };
  }

  /** An item below which something changed. */
  private update(item: Item, mark: number): void {
    const test = item.branch?.rule.test;
    const isHit = (mark & HIT) !== 0;
    const isMet = (mark & (HIT | MET)) !== 0;
    // A result that is not there may have failed the test, or have nothing at the end of the tail
    const isOpen = (mark & TOUCHED) !== 0 || (isMet && item.value === undefined);
    if (test !== undefined && isOpen) {
      if (this.values !== undefined) {
        this.test(item, test, this.valueOf(item), isHit);
        return;
      }
      const location = segmentsOf(item);
      const { document } = this;
      const value = document.glimpseAt?.(location) ?? document.getAt(location);
      this.test(item, test, value, isHit, location);
    } else if (isMet) {
      const { tail } = this.stages;
      const value =
        this.values === undefined
          ? this.document.getAt([...segmentsOf(item), ...tail])
          : behindTail(this.valueOf(item), tail);
      this.setResult(item, value, isHit);
    } else {
      this.updateBranches(item);
    }
  }

  /** @param glimpsed the location of a value that is not to be kept */
  private test(
    item: Item,
    test: Predicate,
    value: unknown,
    isHit: boolean,
    glimpsed?: Segments,
  ): void {
    if (value === undefined || !test(value, this.evaluation())) this.drop(item);
    else if (item.branches === undefined) this.take(item, value, isHit, glimpsed);
    else this.updateBranches(item);
  }

  /** An item that passed its test has a value that becomes its result, or is what its results are in. */
  private take(item: Item, value: unknown, isHit: boolean, glimpsed: Segments | undefined): void {
    const { tail } = this.stages;
    const isResult = this.isResult(item);
    const path = isResult ? tail : [];
    let kept = behindTail(value, path);
    if (glimpsed !== undefined && typeof kept === 'object') {
      kept = this.document.getAt([...glimpsed, ...path]);
    }
    if (isResult) this.setResult(item, kept, isHit);
    else this.grow(item, kept);
  }

  /** Elements came, left or moved, or what a filter reads elsewhere is another. */
  private updateBranches(item: Item): void {
    for (const branch of item.branches ?? []) {
      this.dismiss(branch);
      if (branch.irregular) this.updateRange(branch);
      if (branch.retest) this.retest(branch);
    }
  }

  private retest(branch: Branch): void {
    branch.retest = false;
    const { test } = branch.rule;
    const container = this.valueOf(branch.owner);
    if (test === undefined) return;
    this.evaluation().visit(branch.now);
    for (const [index, item] of itemsOf(branch).entries()) {
      // What is marked for itself has its turn later
      if (item.mark !== CLEAN) item.mark |= TOUCHED;
      else this.test(item, test, childOf(container, branch.isArray ? index : item.key), false);
    }
  }

  /** Brings a range to what it selects now. */
  private updateRange(branch: Branch): void {
    const start = segmentsOf(branch.owner);
    this.selectRange(branch, (item, isNew) => {
      if (isNew) this.compare(item, this.document.getAt([...start, keyOf(item)]));
    });
  }

  /**
   * Those that are selected and were not before are visited as new, and of the others some.
   */
  private selectRange(branch: Branch, visit: (item: Item, isNew: boolean) => void): void {
    const { from, count, step } = sliceRange(branch.rule.slice, branch.length);
    if (branch.isUnbroken) {
      this.cutRange(branch, from, count, visit);
      return;
    }
    const held = new Map(itemsOf(branch).map((item) => [item.key, item]));
    const wanted = Array.from({ length: count }, (_, nth) => from + nth * step);
    const kept = new Set(wanted.map((index) => held.get(index)));
    for (const item of held.values()) if (!kept.has(item)) this.marks.remove(item, branch);
    this.dismiss(branch);
    branch.irregular = false;
    branch.isUnbroken = isStepless(branch.rule);
    branch.from = from;
    for (const [place, index] of wanted.entries()) {
      const known = held.get(index);
      const item = known ?? new Item(branch, index);
      if (known === undefined) this.marks.insert(item, branch, place);
      else if (itemAt(branch, place) !== known) this.marks.move(known, branch, place);
      visit(item, known === undefined);
    }
  }

  /** Takes out what is not selected any more, at both ends, and continues the range at both. */
  private cutRange(
    branch: Branch,
    from: number,
    count: number,
    visit: (item: Item, isNew: boolean) => void,
  ): void {
    const { marks } = this;
    const end = from + count;
    while (branch.now > 0 && branch.from < from) {
      marks.remove(itemAt(branch, 0)!, branch);
      branch.from++;
    }
    while (branch.now > 0 && branch.from + branch.now > end)
      marks.remove(itemAt(branch, branch.now - 1)!, branch);
    this.dismiss(branch);
    branch.irregular = false;
    if (branch.now === 0) branch.from = from;
    const add = (index: number): void => {
      const item = new Item(branch, index);
      marks.insert(item, branch, index - branch.from);
      visit(item, true);
    };
    while (branch.from > from) add(--branch.from);
    while (branch.from + branch.now < end) add(branch.from + branch.now);
  }

  /** Drops what is below the items that left. */
  private dismiss(branch: Branch): void {
    for (const item of branch.leavers ?? []) this.drop(item);
    branch.leavers = undefined;
  }

  /** Compares an item, and all below it, with the value that is there now. */
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
      if (this.isResult(item)) {
        this.setResult(item, behindTail(value, this.stages.tail), false);
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

  private compareBranch(branch: Branch, container: unknown, tasks: Task[]): void {
    const { kind, name } = branch.rule;
    branch.retest = false;
    if (kind === 'name') {
      const item = itemAt(branch, 0);
      if (item !== undefined) tasks.push({ item, value: memberOf(container, name) });
    } else if (kind === 'range') {
      if (!Array.isArray(container)) return; // nothing is in the range of an object
      branch.length = container.length;
      this.selectRange(branch, () => {});
      for (const item of itemsOf(branch))
        tasks.push({ item, value: container[Number(keyOf(item))] });
    } else if (Array.isArray(container)) {
      this.compareElements(branch, container, tasks);
    } else {
      this.compareMembers(branch, container as Readonly<Record<string, unknown>>, tasks);
    }
  }

  private compareElements(branch: Branch, array: readonly unknown[], tasks: Task[]): void {
    this.evaluation().visit(array.length);
    const items = itemsOf(branch);
    for (const item of items.slice(array.length)) this.marks.remove(item, branch);
    this.dismiss(branch);
    for (const [index, value] of array.entries()) {
      let item = items[index];
      if (item === undefined) {
        item = new Item(branch, index);
        this.marks.insert(item, branch, index);
      }
      tasks.push({ item, value });
    }
  }

  private compareMembers(
    branch: Branch,
    object: Readonly<Record<string, unknown>>,
    tasks: Task[],
  ): void {
    for (const item of itemsOf(branch)) {
      if (!Object.hasOwn(object, item.key)) this.marks.remove(item, branch);
    }
    this.dismiss(branch);
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

  /** Takes the results below an item away. */
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
      // The weight of an item that left its place is that of its ghost
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

  /** Builds what is below an item that had nothing below. */
  private grow(item: Item, value: unknown): void {
    const count = build(item, value, this.stages, this.evaluation());
    if (count === 0) return;
    this.gain(item, count);
    this.grown = appended(this.grown, item);
  }

  private gain(entry: Entry, count: number): void {
    this.gains = appended(this.gains, { entry, count });
  }

  private setResult(item: Item, value: unknown, isHit: boolean): void {
    const previous = item.value;
    if (value === undefined) {
      this.drop(item);
      return;
    }
    item.value = value;
    if (previous === undefined) {
      this.gain(item, 1);
      this.grown = appended(this.grown, item);
    } else if (
      !Object.is(previous, value) ||
      (isHit && typeof value === 'object' && value !== null)
    ) {
      this.altered = appended(this.altered, { item, previous });
    }
  }

  private isResult(item: Item): boolean {
    return (item.branch?.rule.level ?? 0) === this.stages.levels.length;
  }

  private valueOf(item: Item): unknown {
    const { values } = this;
    if (values === undefined) return this.document.getAt(segmentsOf(item));
    const chain: Item[] = [];
    let start = item;
    while (start.branch !== undefined && chain.length < this.depth - this.top) {
      if (values.has(start)) break;
      chain.push(start);
      start = start.branch.owner;
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
