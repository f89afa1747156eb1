import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { ChangeRecord } from './change.ts';
import type { EditIndex } from './edit-index.ts';
import type { SubscriptionEvent } from './event.ts';
import { defineLazySegments, MAX_EAGER_DEPTH } from './place-event.ts';
import { undo } from './undo.ts';

/**
 * The event of a deep subscription: something changed below its location. `previous` and `changes`, which few callbacks
 * read, are computed when they are first read.
 *
 * This is a class because own getters are expensive: an object with own getters gets a hidden class of its own, which V8 keeps,
 * together with the event's value, until a full garbage collection. Defining the getters took twenty times as long as creating
 * the event.
 */
export class UpdateEvent implements Extract<SubscriptionEvent, { kind: 'update' }> {
  readonly kind = 'update';
  readonly pointer: Pointer;
  readonly segments!: Segments;
  readonly value: unknown;
  readonly target: Pattern;
  readonly #edits: EditIndex;
  #changes: readonly ChangeRecord[] | undefined = undefined;
  #previous: { readonly value: unknown } | undefined = undefined;

  /**
   * @param path the segments of a location at or below that of the event, whose first `depth` segments are those of the event
   * @param edits all edits of the commit
   */
  constructor(
    pointer: Pointer,
    path: Segments,
    depth: number,
    value: unknown,
    target: Pattern,
    edits: EditIndex,
  ) {
    this.pointer = pointer;
    if (depth <= MAX_EAGER_DEPTH) this.segments = path.slice(0, depth);
    else defineLazySegments(this, () => path.slice(0, depth));
    this.value = value;
    this.target = target;
    this.#edits = edits;
  }

  get previous(): unknown {
    const { value, segments, pointer } = this;
    this.#previous ??= {
      value: undo(value, this.#edits.editsAt(pointer, segments), segments.length),
    };
    return this.#previous.value;
  }

  get changes(): readonly ChangeRecord[] {
    return (this.#changes ??= this.#edits.changesAt(this.pointer, this.segments));
  }

  /** Returns a plain event for `JSON.stringify`, which skips getters of the prototype. */
  toJSON(): SubscriptionEvent {
    const { kind, pointer, segments, value, previous, target, changes } = this;
    return { kind, pointer, segments, value, previous, target, changes };
  }
}
