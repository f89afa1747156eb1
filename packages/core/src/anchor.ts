/**
 * An anchor, and the trie in which anchors hang by their locations: see `anchor-index.ts`.
 */
import { formatPointer, type Pointer, type Segment } from '@data-map/path';
import { computed, isTracking, type ReadonlySignal, type Signal, signal } from '@data-map/signals';

/** A place in the trie. */
export class Node {
  parent: Node | undefined;
  key: Segment;
  below: Node[] = [];
  /** Entries of anchors that have gone elsewhere, or were collected, may be left. */
  anchors: Entry[] = [];

  constructor(parent: Node | undefined, key: Segment) {
    this.parent = parent;
    this.key = key;
  }
}

/**
 * What the trie knows of an anchor. All that changes when it moves is kept here, so that the WeakRef need not be asked for its
 * target, which costs many times as much.
 */
export class Entry {
  readonly anchor: WeakRef<Anchor>;
  /** Undefined once the element is gone. */
  node: Node | undefined = undefined;
  /** Where the element was when somebody last asked, if it has not moved since. */
  known: Pointer | undefined = undefined;
  /** How often it has moved, once somebody has asked while tracked. */
  tick: Signal<number> | undefined = undefined;
  /** The anchor while a ref has subscribers; they want to know of every write at, above and below the element. */
  watched: Anchor | undefined = undefined;
  /** In which savepoint its location was noted last. */
  noted = 0;

  constructor(anchor: Anchor) {
    this.anchor = new WeakRef(anchor);
  }

  /** Where the element is; where it was last, once it is gone. */
  get pointer(): Pointer {
    return (this.known ??= formatPointer(locationOf(this.node)));
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
  /** In which savepoint it was made. */
  readonly born: number;
  #tracked: ReadonlySignal<Pointer | null> | undefined = undefined;

  constructor(born: number) {
    this.born = born;
  }

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
    return computed(() => {
      void tick.value;
      return this.entry.place;
    });
  }
}

/** Visits what is known of the anchors at and below a node. @returns how many entries there are */
export function each(top: Node, visit: (entry: Entry) => void): number {
  let entries = 0;
  const pending = [top];
  for (let node; (node = pending.pop()) !== undefined;) {
    entries += node.anchors.length;
    for (const entry of node.anchors) if (entry.node === node) visit(entry);
    for (const child of node.below) pending.push(child);
  }
  return entries;
}

export function locationOf(node: Node | undefined): Segment[] {
  const location: Segment[] = [];
  for (let at = node; at?.parent !== undefined; at = at.parent) location.push(at.key);
  return location.reverse();
}

export function childOf(node: Node, key: Segment): Node | undefined {
  const child = node.below[seek(node.below, key)];
  return child?.key === key ? child : undefined;
}

/** Where a key is in a sorted list of nodes, or would be. */
export function seek(nodes: readonly Node[], key: Segment): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
