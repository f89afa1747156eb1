import { become, element, oncePerFrame } from './dom.ts';

/** Rows above and below those in sight that are there as well, so that scrolling meets no gaps. */
const MARGIN = 8;

/** Beyond some tens of millions of pixels browsers stop: a longer list scrolls faster than its rows are high. */
const MAX_HEIGHT = 8_000_000;

/** What a list shows. */
export interface ListSource {
  readonly length: number;
  /** Makes the element of one row. */
  render(index: number): HTMLElement;
}

/**
 * A scrolling list that makes elements only for the rows in sight: a million rows cost what forty do.
 *
 * A row that stays in sight keeps its element, however often it is painted: one that is pressed while a storm writes is
 * the same when it is let go. Rows have one height, `--row` of the style sheet in pixels.
 */
export class VirtualList {
  readonly element: HTMLElement;
  /** Paints in the next frame what may have changed. */
  readonly refresh: () => void;
  readonly #rowHeight: number;
  readonly #space = element('div', { className: 'space', role: 'presentation' });
  readonly #window = element('div', { className: 'window', role: 'presentation' });
  /** The elements in `#window`, in order, by the rows that they show, which are adjacent. */
  readonly #rows = new Map<number, HTMLElement>();
  #source: ListSource = { length: 0, render: () => element('div') };

  constructor(properties: Readonly<Record<string, unknown>>, rowHeight = 28) {
    this.#rowHeight = rowHeight;
    this.#space.append(this.#window);
    this.element = element('div', { ...properties }, this.#space);
    this.element.classList.add('virtual');
    this.refresh = oncePerFrame(() => this.#paint());
    this.element.addEventListener('scroll', this.refresh, { passive: true });
    new ResizeObserver(this.refresh).observe(this.element);
  }

  set source(source: ListSource) {
    this.#source = source;
    this.refresh();
  }

  /** How many rows are in sight. */
  get #pageSize(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 1);
  }

  /** The row that a key leads to from another one; undefined where the key is none for walking. */
  step(key: string, from: number): number | undefined {
    const last = this.#source.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + this.#pageSize,
      PageUp: from - this.#pageSize,
      Home: 0,
      End: last,
    };
    const wanted = to[key];
    return wanted === undefined ? undefined : Math.max(0, Math.min(wanted, last));
  }

  /** Scrolls just so far that the row is in sight, and paints at once. */
  show(index: number): void {
    const { element: box } = this;
    const scale = this.#scale();
    const top = (index * this.#rowHeight) / scale;
    const bottom = top + this.#rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    this.#paint();
  }

  /** Pixels of rows for each pixel that is scrolled. */
  #scale(): number {
    return Math.max(1, (this.#source.length * this.#rowHeight) / MAX_HEIGHT);
  }

  #paint(): void {
    const { length } = this.#source;
    const { scrollTop, clientHeight } = this.element;
    const scale = this.#scale();
    const first = Math.max(0, Math.floor((scrollTop * scale) / this.#rowHeight) - MARGIN);
    const inSight = Math.ceil(clientHeight / this.#rowHeight) + 2 * MARGIN;
    const last = Math.min(length, first + inSight);
    this.#space.style.height = `${Math.min(length * this.#rowHeight, MAX_HEIGHT)}px`;
    const offset = first * this.#rowHeight - scrollTop * (scale - 1);
    this.#window.style.transform = `translateY(${offset}px)`;
    for (const [index, row] of this.#rows) {
      if (index >= first && index < last) continue;
      row.remove();
      this.#rows.delete(index);
    }
    let next = this.#window.firstElementChild;
    for (let index = first; index < last; index++) {
      const made = this.#source.render(index);
      const row = this.#rows.get(index);
      if (row !== undefined) {
        become(row, made);
        next = row.nextElementSibling;
      } else {
        this.#window.insertBefore(made, next);
        this.#rows.set(index, made);
      }
    }
  }
}
