/**
 * An anchor, and the trie in which anchors hang by their locations: see `anchor-index.ts`.
 */
import { IndirectionLayer } from '@data-map/arrays';
import { formatPointer, type Pointer, type Segment } from '@data-map/path';
import { computed, isTracking, type ReadonlySignal, type Signal, signal } from '@data-map/signals';

/** Counts moves. A pointer that was made at one count is right while nothing on its way was moved at a greater one. */
let moves = 0;

/** A place in the trie. */
export class Node {
  parent: Node | undefined;
  /** In an object the name; in an array the slot, which is the index until something is inserted or removed before it. */
  key: Segment;
  below: Map<Segment, Node> | undefined = undefined;
  /** Where the elements of an array are, once they have been shifted. */
  slots: IndirectionLayer | undefined = undefined;
  /** Those below that lead to anchors with ticks, by their segments; some may do so no more. */
  loud: Node[] | undefined = undefined;
  /** When it was hung in elsewhere, or what is below was shifted. */
  moved = 0;
  /** Entries of anchors that have gone elsewhere, or were collected, may be left. */
  anchors: Entry[] = [];

  constructor(parent: Node | undefined, key: Segment) {
    this.parent = parent;
    this.key = key;
  }

  /** The last segment of its location. */
  get segment(): Segment {
    const slots = this.parent?.slots;
    return slots === undefined ? this.key : slots.logical(this.key as number);
  }

  /** Called when the locations of some of what is below become others. */
  stir(): void {
    this.moved = ++moves;
  }
}

/**
 * What the trie knows of an anchor. All that changes when it moves is kept here, so that the WeakRef need not be asked for its
 * target, which costs many times as much.
 */
export class Entry {
  readonly anchor: WeakRef<Anchor>;
  /** How often it has moved, once somebody has asked while tracked. */
  tick: Signal<number> | undefined = undefined;
  /** The anchor while a ref has subscribers; they want to know of every write at, above and below the element. */
  watched: Anchor | undefined = undefined;
  /** In which savepoint its location was noted last. */
  noted = -1;
  #node: Node | undefined = undefined;
  #pointer: Pointer = '';
  /** At which count of moves the pointer was right. */
  #asOf = -1;

  constructor(anchor: Anchor) {
    this.anchor = new WeakRef(anchor);
  }

  /** Undefined once the element is gone. */
  get node(): Node | undefined {
    return this.#node;
  }

  set node(node: Node | undefined) {
    this.#node = node;
    this.#asOf = -1;
  }

  /** Where the element is; where it was last, once it is gone. */
  get pointer(): Pointer {
    if (this.#node !== undefined && this.#asOf < moves) {
      if (lastMove(this.#node) > this.#asOf) this.#pointer = formatPointer(locationOf(this.#node));
      this.#asOf = moves;
    }
    return this.#pointer;
  }

  /** The same, but `null` once it is gone. */
  get place(): Pointer | null {
    return this.node === undefined ? null : this.pointer;
  }
}

/** An element with refs. */
export class Anchor {
  readonly entry = new Entry(this);
  /** How many refs were made of it and not disposed of. */
  refs = 0;
  #tracked: ReadonlySignal<Pointer | null> | undefined = undefined;

  /** Whether the element is there. */
  get isThere(): boolean {
    return this.entry.node !== undefined;
  }

  /** Where the element is, `null` once it is gone. Tracked. */
  get place(): Pointer | null {
    return isTracking() ? (this.#tracked ??= this.#track()).value : this.entry.place;
  }

  /** Where the element is; where it was last, once it is gone. */
  get pointer(): Pointer {
    return this.entry.pointer;
  }

  /** The trie holds the tick; the tick, while somebody observes it, the computed; and the computed the anchor. */
  #track(): ReadonlySignal<Pointer | null> {
    const tick = (this.entry.tick = signal(0));
    listen(this.entry.node);
    return computed(() => {
      void tick.value;
      return this.entry.place;
    });
  }
}

/**
 * Visits what is known of the anchors at and below a node.
 *
 * @param onlyLoud whether to go only where ticks are
 * @returns how many entries there are
 */
export function each(top: Node, visit: (entry: Entry) => void, onlyLoud = false): number {
  let entries = 0;
  const pending = [top];
  for (let node; (node = pending.pop()) !== undefined;) {
    entries += node.anchors.length;
    for (const entry of node.anchors) if (entry.node === node) visit(entry);
    const { below, loud } = node;
    for (const child of (onlyLoud ? loud : below?.values()) ?? []) pending.push(child);
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

/** The child of that segment, which is made if it is not there. */
export function ensureChild(node: Node, segment: Segment): Node {
  const known = childOf(node, segment);
  if (known !== undefined) return known;
  const made = new Node(node, segment);
  hang(node, segment, made);
  return made;
}

/** Hangs a node in, in the place of what may be there. */
export function hang(parent: Node, segment: Segment, node: Node): void {
  const { slots } = parent;
  if (slots !== undefined) reach(slots, (segment as number) + 1);
  node.parent = parent;
  node.key = slots === undefined ? segment : slots.physical(segment as number);
  (parent.below ??= new Map<Segment, Node>()).set(node.key, node);
}

/** Takes a node out; it knows where it was until its parent is shifted. */
export function unhang(node: Node): void {
  const { parent, segment } = node;
  const { loud } = parent!;
  const at = seek(loud, segment);
  if (loud?.[at] === node) loud.splice(at, 1);
  parent!.below!.delete(node.key);
}

/** The positions of the elements of an array, for at least so many. */
export function slotsOf(array: Node, length = 0): IndirectionLayer {
  if (array.slots === undefined) {
    let end = length;
    for (const key of array.below?.keys() ?? []) end = Math.max(end, (key as number) + 1);
    array.slots = new IndirectionLayer(end);
  }
  reach(array.slots, length);
  return array.slots;
}

function reach(slots: IndirectionLayer, length: number): void {
  if (slots.length < length) slots.insert(slots.length, length - slots.length);
}

/** Whoever depends on where an element is has to be found when something above it moves. */
export function listen(node: Node | undefined): void {
  for (let at = node; at?.parent !== undefined; at = at.parent) {
    const loud = (at.parent.loud ??= []);
    const place = seek(loud, at.segment);
    if (loud[place] === at) return;
    loud.splice(place, 0, at);
  }
}

/** Whether somebody depends on where something at or below a node is. */
export function isLoud({ loud, anchors }: Node): boolean {
  return (loud?.length ?? 0) > 0 || anchors.some(({ tick }) => tick !== undefined);
}

/** Where a segment is in a sorted list of nodes, or would be. */
export function seek(nodes: readonly Node[] | undefined, segment: Segment): number {
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
