import type { Query } from '../jsonpath/ast.ts';
import { createCompiler } from '../jsonpath/compile.ts';
import { dealShared } from '../jsonpath/deal.ts';
import { compile, CompiledQuery, type CompileOptions } from '../jsonpath/query.ts';
import type { Pointer } from '../pointer.ts';
import { partialDocument } from '../partial-document.ts';
import { behindTail, build } from './build.ts';
import {
  type AddedNode,
  type MovedNode,
  QueryDelta,
  type RemovedNode,
  StaleDeltaError,
} from './delta.ts';
import type { DocumentReader, QueryChange } from './document.ts';
import { explainStages } from './explain.ts';
import { concerns, follow } from './follow.ts';
import { type Branch, Item, TOUCHED } from './item.ts';
import {
  addResults,
  forEachFormer,
  forEachResult,
  formerPointerOf,
  pointerOf,
} from './locations.ts';
import { Marks } from './marks.ts';
import { PartialEvaluation } from './partial-evaluation.ts';
import { Renewal } from './renewal.ts';
import { type Stages, stagesOf } from './stages.ts';

/** A node of the nodelist. */
export interface QueryNode {
  readonly pointer: Pointer;
  readonly value: unknown;
}

export class IncrementalQuery {
  /** The syntax tree of the query. */
  readonly ast: Query;
  readonly #stages: Stages;
  readonly #document: DocumentReader;
  readonly #options: CompileOptions;
  readonly #marks = new Marks();
  #root: Item = new Item(undefined, '');
  #evaluation: PartialEvaluation | undefined;
  /** Counts the calls of `apply`, so that a delta can tell whether it still describes the last one. */
  #version = 0;
  #values: readonly unknown[] | undefined;
  #pointers: readonly Pointer[] | undefined;
  /** What an earlier call threw half-way. */
  #failure: unknown;

  constructor(
    query: CompiledQuery | Query | string,
    document: DocumentReader,
    options?: CompileOptions,
  ) {
    const compiled = query instanceof CompiledQuery ? query : compile(query, options);
    this.ast = compiled.ast;
    this.#options = options ?? compiled.options;
    this.#document = document;
    this.#stages = stagesOf(this.ast, createCompiler(this.#options.functions ?? {}, dealShared));
    this.reset();
  }

  /** How many nodes there are. O(1). */
  get length(): number {
    return this.#root.weight;
  }

  /** The values, in the order of RFC 9535; the same array until it changes. O(1), after a change O(length). */
  get values(): readonly unknown[] {
    this.#values ??= this.#collect((item) => item.value);
    return this.#values;
  }

  /** The locations, in the same order; the same array until it changes. O(1), after a change O(length × log n). */
  get pointers(): readonly Pointer[] {
    this.#pointers ??= this.#collect((item) => pointerOf(item, this.#stages.tail));
    return this.#pointers;
  }

  apply(changes: readonly QueryChange[]): QueryDelta {
    if (this.#failure !== undefined) throw this.#failure;
    const marks = this.#marks;
    marks.clear();
    this.#version++;
    this.#evaluation?.restart();
    try {
      for (const change of changes) follow(this.#root, change, this.#stages, marks);
      this.#retest(changes);
      if (marks.isEmpty) return new QueryDelta([], [], [], undefined);
      const renewal = new Renewal(this.#stages, this.#document, () => this.#evaluate(), marks);
      renewal.run();
      return this.#conclude(renewal);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  reset(): void {
    this.#marks.clear();
    this.#version++;
    this.#failure = undefined;
    this.#evaluation = undefined;
    this.#values = undefined;
    this.#pointers = undefined;
    for (const { branches } of this.#stages.readers) branches.clear();
    const root = new Item(undefined, '');
    this.#root = root;
    const { levels, tail } = this.#stages;
    if (levels.length === 0) {
      root.value = behindTail(this.#document.getAt([]), tail);
      if (root.value !== undefined) root.weight = 1;
    } else {
      const count = build(root, this.#document.getAt([]), this.#stages, this.#evaluate());
      addResults(root, count);
    }
  }

  /** How the query is kept up to date, one line per selector. */
  explain(): string {
    return explainStages(this.#stages);
  }

  /** Marks the filters that read from the root what was changed. */
  #retest(changes: readonly QueryChange[]): void {
    for (const { reads, branches } of this.#stages.readers) {
      const isStale = changes.some((change) =>
        reads.absolute.some((path) => concerns(change, path)),
      );
      if (!isStale) continue;
      this.#evaluation = undefined;
      for (const branch of branches) {
        branch.retest = true;
        this.#marks.mark(branch.owner, TOUCHED, depthOf(branch.owner));
      }
    }
  }

  #evaluate(): PartialEvaluation {
    this.#evaluation ??= new PartialEvaluation(
      partialDocument(
        this.#stages.readers.flatMap(({ reads }) => reads.absolute),
        (location) => this.#document.getAt(location),
      ),
      this.#options,
    );
    return this.#evaluation;
  }

  #conclude(renewal: Renewal): QueryDelta {
    const { added, changed } = renewal.finish();
    const { removed } = renewal;
    const isShifted = this.#marks.shifted.size > 0;
    const hasOther = added.length > 0 || removed.length > 0;
    if (hasOther || isShifted || changed.length > 0) this.#values = undefined;
    if (hasOther || isShifted) this.#pointers = undefined;
    for (const list of [added, removed, changed]) list.sort((a, b) => a.index - b.index);
    if (!isShifted) return new QueryDelta(added, removed, changed, undefined);
    const version = this.#version;
    return new QueryDelta(added, removed, changed, () => {
      if (version !== this.#version) throw new StaleDeltaError();
      return this.#moved(added, removed);
    });
  }

  /** The nodes below what was shifted, as far as they were there before and have another location or order. */
  #moved(added: readonly AddedNode[], removed: readonly RemovedNode[]): MovedNode[] {
    const candidates = new Set<Item>();
    for (const branch of this.#marks.shifted) {
      if (isAttached(branch)) forEachResult(branch.owner, (item) => candidates.add(item));
    }
    const places = new Map<Item, number>();
    const arrivals = new Set(added.map(({ index }) => index));
    let place = 0;
    forEachResult(this.#root, (item) => {
      if (!arrivals.has(place)) places.set(item, place);
      place++;
    });
    const leavers = new Set(removed.map(({ index }) => index));
    const moved: MovedNode[] = [];
    const { tail } = this.#stages;
    let former = 0;
    forEachFormer(this.#root, (item) => {
      const index = places.get(item);
      if (index === undefined) return;
      while (leavers.has(former)) former++;
      const fromIndex = former++;
      if (!candidates.has(item)) return;
      const pointer = pointerOf(item, tail);
      const from = formerPointerOf(item, tail);
      if (pointer === from && !wasLifted(item)) return;
      moved.push({ index, pointer, value: item.value, fromIndex, from });
    });
    return moved.sort((a, b) => a.index - b.index);
  }

  #collect<T>(read: (item: Item) => T): readonly T[] {
    if (this.#failure !== undefined) throw this.#failure;
    const list: T[] = [];
    forEachResult(this.#root, (item) => list.push(read(item)));
    return list;
  }
}

function depthOf(item: Item): number {
  let depth = 0;
  for (let at = item; at.branch !== undefined; at = at.branch.owner) depth++;
  return depth;
}

/** Whether an item was taken out of its place and put into another. */
function wasLifted(item: Item): boolean {
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    if (at.ghost !== undefined) return true;
  }
  return false;
}

/** Whether a branch is still a part of the tree. */
function isAttached(branch: Branch): boolean {
  for (let at: Branch | undefined = branch; at !== undefined; at = at.owner.branch) {
    const { owner } = at;
    if (at.isDropped || (owner.branch !== undefined && owner.parent === undefined)) return false;
  }
  return true;
}
