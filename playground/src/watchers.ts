import { signal, type ReadonlySignal } from '@data-map/core';
import type { Session } from './session.ts';
import { count, excerpt } from './text.ts';

/** The maximal number of listed events. */
const LISTED = 200;

/** An active subscription or live query. */
export interface Watcher {
  readonly id: number;
  readonly kind: 'subscription' | 'live query';
  readonly target: string;
  /** The number of callbacks so far. */
  readonly events: number;
  /** Its state as text: the number of results, or the last event. */
  readonly state: string;
  end(): void;
}

/** One line of the log. */
export interface Line {
  readonly watcher: number;
  readonly text: string;
}

interface Counted {
  events: number;
  state: string;
}

/**
 * The watchers of a session, and their events.
 *
 * Events are counted and listed as they arrive. The views show them once a frame; `changed` increases with each event.
 */
export class Watchers {
  readonly #session: Session;
  readonly #list = signal<readonly Watcher[]>([]);
  readonly #changed = signal(0);
  readonly #log: Line[] = [];
  #events = 0;
  #lastId = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  get list(): ReadonlySignal<readonly Watcher[]> {
    return this.#list;
  }

  /** A number that increases with every event. */
  get changed(): ReadonlySignal<number> {
    return this.#changed;
  }

  /** The number of callbacks of all watchers so far. */
  get events(): number {
    return this.#events;
  }

  /** The latest lines, newest first. */
  get log(): readonly Line[] {
    return this.#log.toReversed();
  }

  /** The texts of the live queries. */
  get queries(): readonly string[] {
    return this.#list
      .peek()
      .filter(({ kind }) => kind === 'live query')
      .map(({ target }) => target);
  }

  /**
   * Subscribes to a pointer, a pattern or a JSONPath.
   *
   * @throws what `DataMap.subscribe` throws if the target is invalid
   */
  subscribe(target: string): void {
    this.#add('subscription', target, (id, counted) => {
      counted.state = 'nothing yet';
      return this.#session.store.subscribe(target, (value, { kind, pointer, previous }) => {
        counted.state = `${pointer === '' ? 'root' : pointer} is ${excerpt(value, 40)}`;
        this.#tell(
          id,
          counted,
          `${kind} ${pointer === '' ? 'root' : pointer}: ${excerpt(previous, 40)} → ${excerpt(value, 40)}`,
        );
      });
    });
  }

  /**
   * Adds a live query.
   *
   * @throws what `DataMap.liveQuery` throws if the text is no query
   */
  keepLive(jsonpath: string): void {
    this.#add('live query', jsonpath, (id, counted) => {
      const query = this.#session.store.liveQuery(jsonpath);
      const results = (): string => count(query.pointers.length, 'result');
      counted.state = results();
      const end = query.subscribe((delta) => {
        const { added, removed, changed } = delta;
        counted.state = results();
        const parts = [
          ...added.map(({ pointer }) => `+ ${pointer}`),
          ...removed.map(({ pointer }) => `− ${pointer}`),
          ...changed.map(({ pointer, value }) => `· ${pointer} is ${excerpt(value, 40)}`),
        ];
        if (parts.length === 0) {
          parts.push(...delta.moved.map(({ from, pointer }) => `${from} is now ${pointer}`));
        }
        this.#tell(id, counted, parts.slice(0, 3).join(', ') + (parts.length > 3 ? ', …' : ''));
      });
      return () => {
        end();
        query.dispose();
      };
    });
  }

  end(): void {
    for (const watcher of this.#list.peek()) watcher.end();
  }

  #add(
    kind: Watcher['kind'],
    target: string,
    begin: (id: number, counted: Counted) => () => void,
  ): void {
    const id = ++this.#lastId;
    const counted: Counted = { events: 0, state: '' };
    const stop = begin(id, counted);
    const watcher: Watcher = {
      id,
      kind,
      target,
      get events() {
        return counted.events;
      },
      get state() {
        return counted.state;
      },
      end: () => {
        stop();
        this.#list.value = this.#list.value.filter((one) => one !== watcher);
      },
    };
    this.#list.value = [...this.#list.value, watcher];
  }

  #tell(id: number, counted: Counted, text: string): void {
    counted.events++;
    this.#events++;
    this.#log.push({ watcher: id, text });
    if (this.#log.length > 2 * LISTED) this.#log.splice(0, LISTED);
    this.#changed.value++;
  }
}
