import { parsePointer, type Segment, type Segments } from '@data-map/path';
import { SubscriptionEngine, type SubscriptionEvent } from '@data-map/subscriptions';
import { ModelStore } from './model-store.ts';

/** A document with an engine, written to by pointer: a minimal owner of an engine. */
export class Store {
  readonly model: ModelStore;
  readonly engine: SubscriptionEngine;

  constructor(document: unknown) {
    this.model = new ModelStore(document);
    this.engine = new SubscriptionEngine(this.model);
  }

  get(pointer: string): unknown {
    return this.model.getAt(this.#segments(pointer));
  }

  set(pointer: string, value: unknown): void {
    this.engine.notify(this.model.set(this.#segments(pointer), value));
  }

  remove(pointer: string): void {
    this.engine.notify(this.model.remove(this.#segments(pointer)));
  }

  insert(pointer: string, value: unknown): void {
    this.engine.notify(this.model.insert(this.#segments(pointer), value));
  }

  move(from: string, to: string): void {
    this.engine.notify(this.model.move(this.#segments(from), this.#segments(to)));
  }

  #segments(pointer: string): Segments {
    const segments: Segment[] = [];
    for (const name of parsePointer(pointer)) {
      segments.push(Array.isArray(this.model.getAt(segments)) ? Number(name) : name);
    }
    return segments;
  }
}

/** Returns a callback that logs each event as `pointer previous -> value`. */
export function recorder(log: string[]): (value: unknown, event: SubscriptionEvent) => void {
  return (value, { pointer, previous }) => {
    log.push(`${pointer} ${JSON.stringify(previous)} -> ${JSON.stringify(value)}`);
  };
}
