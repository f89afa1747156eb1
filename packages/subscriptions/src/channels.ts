import {
  formatPattern,
  formatPointer,
  parsePattern,
  parsePointer,
  type Pattern,
  type Pointer,
} from '@data-map/path';
import { PrefixIndex } from '@data-map/storage';
import type { State } from './automaton.ts';
import { Channel } from './channel.ts';
import { isExact, Matcher } from './matcher.ts';
import { RecentMap } from './recent-map.ts';
import type { Subscription } from './subscription.ts';

/** The capacity of each of the two generations of the memo of audiences, in pointers. */
const MEMO_CAPACITY = 8192;

/** A location at or above a pointer that the target of a deep subscription matches. */
export interface DeepPlace {
  readonly channel: Channel;
  /** The number of segments of the location. */
  readonly depth: number;
  /** The length of its pointer, which is a prefix of the pointer asked for. */
  readonly end: number;
}

/** Matches a target that must be parsed: it may have escapes or wildcards, or is not a pointer. */
const MUST_BE_PARSED = /^[^/]|[~*]/;

const NOWHERE: readonly DeepPlace[] = [];

/** The channels that a change at a location concerns, apart from those of targets below it. */
export interface Audience {
  /** The state of the patterns with wildcards at the location. */
  readonly state: State<Channel>;
  /** The channels whose target matches the location. */
  readonly here: readonly Channel[];
  /** The locations at or above it with deep subscriptions, from the root down. */
  readonly deep: readonly DeepPlace[];
  /** Whether `here` and `deep` are empty, so that replacing one leaf by another concerns no subscription. */
  readonly isEmpty: boolean;
}

/**
 * The channels of all targets with a subscription: exact targets by pointer, the others by pattern.
 *
 * | operation | cost |
 * | --- | --- |
 * | `open`, `join`, `leave` | O(length of the target) |
 * | `audience` of a pointer in the memo | O(1) |
 * | `audience` of another pointer | as `Matcher.find`; with deep subscriptions also O(its length) |
 */
export class Channels {
  readonly exact = new PrefixIndex<Channel>();
  readonly wild = new Matcher<Channel>();
  /**
   * The memo of audiences. A new or removed pattern with wildcards empties it, and so does the first or last deep subscription of
   * a channel. A new or removed exact target concerns the audience of its own pointer only.
   */
  readonly #audiences = new RecentMap<Audience>(MEMO_CAPACITY);
  /** The version of the automaton for which the memo is valid. */
  #version = 0;
  /** The number of deep subscriptions. */
  #deep = 0;

  /**
   * Returns the channel of a target; creates it if it is missing. The caller must `join` a subscription at once: the channel is
   * removed when its last subscription leaves.
   *
   * @throws PointerSyntaxError if the target is not a pattern
   */
  open(target: Pattern): Channel {
    // Most targets are canonical pointers, which need no parsing
    if (typeof target === 'string' && !MUST_BE_PARSED.test(target))
      return this.#openExact(target, target);
    const steps = parsePattern(target);
    const pattern = target.includes('~') ? formatPattern(steps) : target;
    if (isExact(steps)) return this.#openExact(formatPointer(steps), pattern);
    const node = this.wild.ensureNode(steps);
    let known: Channel | undefined;
    node.forEachValue((channel) => {
      if (channel.target === pattern) known = channel;
    });
    if (known !== undefined) return known;
    const channel = new Channel(pattern, node);
    this.#audiences.clear();
    this.wild.addTo(node, channel);
    return channel;
  }

  #openExact(pointer: Pointer, pattern: Pattern): Channel {
    const known = this.exact.get(pointer);
    if (known !== undefined) return known;
    const channel = new Channel(pattern, pointer);
    this.exact.set(pointer, channel);
    this.#audiences.delete(pointer);
    return channel;
  }

  /** Adds a subscription to its channel. */
  join(subscription: Subscription): void {
    const { channel } = subscription;
    channel.append(subscription);
    if (!subscription.isDeep) return;
    this.#deep++;
    if (channel.deep === 1) this.#audiences.clear();
  }

  /** Removes a subscription from its channel, and the channel with its last subscription. */
  leave(subscription: Subscription): void {
    const { channel } = subscription;
    channel.unlink(subscription);
    if (subscription.isDeep) {
      this.#deep--;
      if (channel.deep === 0) this.#audiences.clear();
    }
    if (channel.first !== undefined) return;
    const { place } = channel;
    if (typeof place === 'string') {
      this.exact.delete(place);
      this.#audiences.delete(place);
    } else {
      this.#audiences.clear();
      this.wild.removeFrom(place, channel);
    }
  }

  /** Whether there are no channels. */
  get isEmpty(): boolean {
    return this.exact.size + this.wild.automaton.nodes === 0;
  }

  /** The number of audiences in the memo, for tests. */
  get remembered(): number {
    return this.#audiences.size;
  }

  /**
   * Returns the audience of a pointer.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   */
  audience(pointer: Pointer): Audience {
    const { version } = this.wild.automaton;
    if (version !== this.#version) {
      this.#version = version;
      this.#audiences.clear();
    }
    const known = this.#audiences.get(pointer);
    if (known !== undefined) return known;
    const { state, hash } = this.wild.find(pointer);
    const audience = this.#audienceIn(state, pointer);
    this.#audiences.set(pointer, hash, audience);
    return audience;
  }

  /** Returns the channels that a write at the pointer can concern, in order of their first subscription. */
  affected(pointer: Pointer): Channel[] {
    const { state, deep } = this.audience(pointer);
    const found = this.wild.valuesWithin(state);
    for (const [, channel] of this.exact.entries(pointer)) found.add(channel);
    for (const { channel } of deep) found.add(channel);
    return [...found].toSorted(byAge);
  }

  #audienceIn(state: State<Channel>, pointer: Pointer): Audience {
    const exact = this.exact.get(pointer);
    const hits = this.wild.hits(state);
    const here = exact === undefined ? [...hits] : [...hits, exact];
    // With channels in this order, the notices of a commit are mostly in order of subscription and need no sorting
    here.sort(byAge);
    const deep = this.#deep === 0 ? NOWHERE : this.#findDeepPlaces(pointer);
    return { state, here, deep, isEmpty: here.length === 0 && deep.length === 0 };
  }

  /** Walks down a pointer, along the exact targets and the automaton, and collects the deep channels on the way. */
  #findDeepPlaces(pointer: Pointer): readonly DeepPlace[] {
    const places: DeepPlace[] = [];
    const matcher = this.wild;
    const { automaton, names } = matcher;
    const exact = [...this.exact.ancestors(pointer), pointer];
    let next = 0;
    // The length of the prefix of the pointer that the walk has reached
    let end = 0;
    let state = automaton.start();
    const segments = parsePointer(pointer);
    for (let depth = 0; ; depth++) {
      if (exact[next]?.length === end) {
        const channel = this.exact.get(pointer.slice(0, end));
        if (channel !== undefined && channel.deep > 0) places.push({ channel, depth, end });
        next++;
      }
      for (const channel of matcher.hits(state)) {
        if (channel.deep > 0) places.push({ channel, depth, end });
      }
      const segment = segments[depth];
      if (segment === undefined) return places.length > 0 ? places : NOWHERE;
      state = automaton.step(state, names.find(segment));
      const slash = pointer.indexOf('/', end + 1);
      end = slash < 0 ? pointer.length : slash;
    }
  }
}

function byAge(a: Channel, b: Channel): number {
  // A channel can be empty if a stack overflow interrupted `subscribe` between `open` and `join`
  return (a.first?.order ?? 0) - (b.first?.order ?? 0);
}
