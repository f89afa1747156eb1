/**
 * Anchors, and the nodes of the trie in which they hang: see `anchor-index.ts`.
 */
import { IndirectionLayer } from '@data-map/arrays';
import { formatPointer, type Pointer, type Segment } from '@data-map/path';
import { computed, isTracking, type ReadonlySignal, type Signal, signal } from '@data-map/signals';

/** Counts moves. A pointer that was computed at one count is valid until a node on its path is marked with a greater one. */
let moves = 0;

/** A node of the trie. */
export class Node {
  parent: Node | undefined;
  /** In an object, the name; in an array, the slot, which equals the index until `slots` exists. */
  key: Segment;
  below: Map<Segment, Node> | undefined = undefined;
  /** Maps the indexes of an array to the keys of `below`, once elements were shifted. */
  slots: IndirectionLayer | undefined = undefined;
  /** The children that lead to anchors with ticks, sorted by segment. Some may not do so any more. */
  ticking: Node[] | undefined = undefined;
  /** The count of `moves` when this node was last attached elsewhere, or its children were shifted. */
  moved = 0;
  /** Entries whose `node` is another one, or whose anchor was collected, may be left here. */
  anchors: Entry[] = [];

  constructor(parent: Node | undefined, key: Segment) {
    this.parent = parent;
    this.key = key;
  }

  /** The last segment of the location of this node. */
  get segment(): Segment {
    const slots = this.parent?.slots;
    return slots === undefined ? this.key : slots.logical(this.key as number);
  }

  /** Invalidates the pointers below; to be called when the location of anything below changes. */
  markMoved(): void {
    this.moved = ++moves;
  }
}

/**
 * What the trie stores of an anchor. Everything that changes when the element moves is kept here and not in the anchor, because
 * dereferencing the WeakRef costs many times as much.
 */
export class Entry {
  readonly anchor: WeakRef<Anchor>;
  /** Incremented when the element moves; created when the location is first read in a computed or an effect. */
  tick: Signal<number> | undefined = undefined;
  /** The anchor, while a ref to it has subscribers: these depend on every write at, above or below the element. */
  watched: Anchor | undefined = undefined;
  /** The savepoint in which the location was last noted. */
  noted = -1;
  #node: Node | undefined = undefined;
  #pointer: Pointer = '';
  /** The count of `moves` at which `#pointer` was last known to be valid. */
  #asOf = -1;

  constructor(anchor: Anchor) {
    this.anchor = new WeakRef(anchor);
  }

  /** The node of the element; `undefined` once the element is gone. */
  get node(): Node | undefined {
    return this.#node;
  }

  set node(node: Node | undefined) {
    this.#node = node;
    this.#asOf = -1;
  }

  /** The pointer of the element; once it is gone, its last one. */
  get pointer(): Pointer {
    if (this.#node !== undefined && this.#asOf < moves) {
      if (lastMove(this.#node) > this.#asOf) this.#pointer = formatPointer(locationOf(this.#node));
      this.#asOf = moves;
    }
    return this.#pointer;
  }

  /** The pointer of the element; `null` once it is gone. */
  get place(): Pointer | null {
    return this.node === undefined ? null : this.pointer;
  }
}

/** An element that refs refer to. */
export class Anchor {
  readonly entry = new Entry(this);
  /** The number of refs that were not disposed. */
  refs = 0;
  #tracked: ReadonlySignal<Pointer | null> | undefined = undefined;

  /** Whether the element is in the document. */
  get isThere(): boolean {
    return this.entry.node !== undefined;
  }

  /** The pointer of the element; `null` once it is gone. Tracked. */
  get place(): Pointer | null {
    return isTracking() ? (this.#tracked ??= this.#track()).value : this.entry.place;
  }

  /** The pointer of the element; once it is gone, its last one. */
  get pointer(): Pointer {
    return this.entry.pointer;
  }

  /** Makes the anchor live while it is depended on: the trie holds the tick, an observed tick the computed, and that the anchor. */
  #track(): ReadonlySignal<Pointer | null> {
    const tick = (this.entry.tick = signal(0));
    markTicking(this.entry.node);
    return computed(() => {
      void tick.value;
      return this.entry.place;
    });
  }
}

/**
 * Visits the entries at and below a node, except those that have moved elsewhere.
 *
 * @param onlyTicking whether to follow only `ticking` children
 * @returns the number of entries, those that have moved included
 */
export function forEachEntry(
  top: Node,
  visit: (entry: Entry) => void,
  onlyTicking = false,
): number {
  let entries = 0;
  const pending = [top];
  for (let node; (node = pending.pop()) !== undefined;) {
    entries += node.anchors.length;
    for (const entry of node.anchors) if (entry.node === node) visit(entry);
    const { below, ticking } = node;
    for (const child of (onlyTicking ? ticking : below?.values()) ?? []) pending.push(child);
  }
  return entries;
}

export function locationOf(node: Node | undefined): Segment[] {
  const location: Segment[] = [];
  for (let at = node; at?.parent !== undefined; at = at.parent) location.push(at.segment);
  return location.reverse();
}

export function childOf({ below, slots }: Node, segment: Segment): Node | undefined {
  if (slots === undefined) return below?.get(segment);
  const index = segment as number;
  return index < slots.length ? below?.get(slots.physical(index)) : undefined;
}

/** Returns the child at a segment, which is created if there is none. */
export function ensureChild(node: Node, segment: Segment): Node {
  const known = childOf(node, segment);
  if (known !== undefined) return known;
  const made = new Node(node, segment);
  attachChild(node, segment, made);
  return made;
}

/** Attaches a node as the child at a segment, in place of any other. */
export function attachChild(parent: Node, segment: Segment, node: Node): void {
  const { slots } = parent;
  if (slots !== undefined) growTo(slots, (segment as number) + 1);
  node.parent = parent;
  node.key = slots === undefined ? segment : slots.physical(segment as number);
  (parent.below ??= new Map<Segment, Node>()).set(node.key, node);
}

/** Removes a node from its parent. Its `segment` remains valid until the children of that parent are shifted. */
export function detachChild(node: Node): void {
  const { parent, segment } = node;
  const { ticking } = parent!;
  const at = lowerBound(ticking, segment);
  if (ticking?.[at] === node) ticking.splice(at, 1);
  parent!.below!.delete(node.key);
}

/** Returns the slots of an array, which are created if there are none, for at least `length` elements. */
export function slotsOf(array: Node, length = 0): IndirectionLayer {
  if (array.slots === undefined) {
    let end = length;
    for (const key of array.below?.keys() ?? []) end = Math.max(end, (key as number) + 1);
    array.slots = new IndirectionLayer(end);
  }
  growTo(array.slots, length);
  return array.slots;
}

function growTo(slots: IndirectionLayer, length: number): void {
  if (slots.length < length) slots.insert(slots.length, length - slots.length);
}

/** Puts a node, and every node above it, into the `ticking` list of its parent: a shift above has to find it. */
export function markTicking(node: Node | undefined): void {
  for (let at = node; at?.parent !== undefined; at = at.parent) {
    const ticking = (at.parent.ticking ??= []);
    const place = lowerBound(ticking, at.segment);
    if (ticking[place] === at) return;
    ticking.splice(place, 0, at);
  }
}

/** Whether there may be anchors with ticks at or below a node. */
export function isTicking({ ticking, anchors }: Node): boolean {
  return (ticking?.length ?? 0) > 0 || anchors.some(({ tick }) => tick !== undefined);
}

/** Binary search: the index of the first node whose segment is not less than `segment`. `nodes` is sorted. */
export function lowerBound(nodes: readonly Node[] | undefined, segment: Segment): number {
  let low = 0;
  let high = nodes?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes![middle]!.segment < segment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lastMove(node: Node): number {
  let last = 0;
  for (let at: Node | undefined = node; at !== undefined; at = at.parent)
    last = Math.max(last, at.moved);
  return last;
}
