import {
  formatPattern,
  formatPointer,
  parsePattern,
  parsePointer,
  type Pattern,
  type Pointer,
} from '@data-map/path';
import { PrefixIndex } from '@data-map/storage';
import { Channel } from './channel.ts';
import type { State } from './automaton.ts';
import { isExact, Matcher } from './matcher.ts';
import { RecentMap } from './recent-map.ts';
import type { Subscription } from './subscription.ts';

/** Pointers of which it is remembered who listens there, in each of two generations. */
const MEMO_CAPACITY = 8192;

/** A place at or above a pointer to which somebody listens deeply. */
export interface DeepPlace {
  readonly channel: Channel;
  /** Its segments, and its characters: those of the pointer up to here. */
  readonly depth: number;
  readonly end: number;
}

/** What must be parsed: it has escapes or wildcards, or is no pointer. */
const ODD = /^[^/]|[~*]/;

const NOWHERE: readonly DeepPlace[] = [];

/** Who listens to a location, without regard to what is below it. */
export interface Audience {
  /** The state of the patterns there. */
  readonly state: State<Channel>;
  /** The channels whose target matches the location. */
  readonly here: readonly Channel[];
  /** The places at or above it to which somebody listens deeply, from the root down. */
  readonly deep: readonly DeepPlace[];
  /** Nobody: a change of one leaf for another needs no further look. */
  readonly isEmpty: boolean;
}

/**
 * All targets that somebody listens to: the exact ones by pointer, the others by pattern.
 *
 * | operation | cost |
 * | --- | --- |
 * | `open`, `join`, `leave` | O(length of the target) |
 * | `audience` of a pointer asked for before | O(1) |
 * | `audience` of another one | as `Matcher.locate` |
 */
export class Channels {
  readonly exact = new PrefixIndex<Channel>();
  readonly wild = new Matcher<Channel>();
  /** Emptied when a pattern or a deep listener comes or goes; an exact target concerns its own pointer only. */
  readonly #audiences = new RecentMap<Audience>(MEMO_CAPACITY);
  #version = 0;
  /** How many subscriptions are deep. */
  #deep = 0;

  /**
   * The channel of a target, made where it is missing; somebody must join it at once. It is kept until the last one leaves.
   *
   * @throws PointerSyntaxError
   */
  open(target: Pattern): Channel {
    // Most targets are a canonical pointer, and then their text is all that is needed
    if (typeof target === 'string' && !ODD.test(target)) return this.#exactly(target, target);
    const steps = parsePattern(target);
    const pattern = target.includes('~') ? formatPattern(steps) : target;
    if (isExact(steps)) return this.#exactly(formatPointer(steps), pattern);
    const node = this.wild.grow(steps);
    let known: Channel | undefined;
    node.forEachValue((channel) => {
      if (channel.target === pattern) known = channel;
    });
    if (known !== undefined) return known;
    const channel = new Channel(pattern, node);
    this.#audiences.clear();
    this.wild.put(node, channel);
    return channel;
  }

  #exactly(pointer: Pointer, pattern: Pattern): Channel {
    const known = this.exact.get(pointer);
    if (known !== undefined) return known;
    const channel = new Channel(pattern, pointer);
    this.exact.set(pointer, channel);
    this.#audiences.delete(pointer);
    return channel;
  }

  join(subscription: Subscription): void {
    const { channel } = subscription;
    channel.append(subscription);
    if (!subscription.isDeep) return;
    this.#deep++;
    if (channel.deep === 1) this.#audiences.clear();
  }

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
      this.wild.take(place, channel);
    }
  }

  /** Whether nobody listens to any place. */
  get isEmpty(): boolean {
    return this.exact.size + this.wild.automaton.nodes === 0;
  }

  /** Of how many pointers the audience is remembered. */
  get remembered(): number {
    return this.#audiences.size;
  }

  /** @throws PointerSyntaxError where the text is not a pointer */
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

  /** Everybody whom a write at the pointer can concern, in order of their first subscription. */
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
    // Mostly in order of subscription then, so that notices need not be sorted
    here.sort(byAge);
    const deep = this.#deep === 0 ? NOWHERE : this.#findDeepPlaces(pointer);
    return { state, here, deep, isEmpty: here.length === 0 && deep.length === 0 };
  }

  #findDeepPlaces(pointer: Pointer): readonly DeepPlace[] {
    const places: DeepPlace[] = [];
    const matcher = this.wild;
    const { automaton, names } = matcher;
    const exact = [...this.exact.ancestors(pointer), pointer];
    let next = 0;
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
  // Nobody has joined where making the subscription has thrown, near the end of the stack
  return (a.first?.order ?? 0) - (b.first?.order ?? 0);
}
