import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { ChangeRecord } from './change.ts';
import { FAR, farSegments } from './far-event.ts';
import type { EventKind, SubscriptionEvent } from './event.ts';
import { undo } from './undo.ts';
import type { Written } from './written.ts';

/**
 * Something changed below a place. What few ask for is worked out when it is read.
 *
 * A class: an object with getters of its own gets a hidden class of its own, which the engine keeps until it collects all
 * garbage, and with it the value; and making the getters took twenty times as long as making the event.
 */
export class UpdateEvent implements SubscriptionEvent {
  readonly kind: EventKind = 'update';
  readonly pointer: Pointer;
  readonly segments!: Segments;
  readonly value: unknown;
  readonly target: Pattern;
  readonly #written: Written;
  #below: readonly ChangeRecord[] | undefined = undefined;
  #before: { readonly value: unknown } | undefined = undefined;

  /**
   * @param way so many segments of it (`depth`) lead to the place
   * @param written all Changes of the commit
   */
  constructor(
    pointer: Pointer,
    way: Segments,
    depth: number,
    value: unknown,
    target: Pattern,
    written: Written,
  ) {
    this.pointer = pointer;
    if (depth <= FAR) this.segments = way.slice(0, depth);
    else farSegments(this, () => way.slice(0, depth));
    this.value = value;
    this.target = target;
    this.#written = written;
  }

  get previous(): unknown {
    const { value, segments, pointer } = this;
    this.#before ??= {
      value: undo(value, this.#written.editsAt(pointer, segments), segments.length),
    };
    return this.#before.value;
  }

  get changes(): readonly ChangeRecord[] {
    return (this.#below ??= this.#written.changesAt(this.pointer, this.segments));
  }

  /** What `JSON.stringify` takes: all that the event says. */
  toJSON(): SubscriptionEvent {
    const { kind, pointer, segments, value, previous, target, changes } = this;
    return { kind, pointer, segments, value, previous, target, changes };
  }
}
