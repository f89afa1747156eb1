import { become, element, oncePerFrame } from './dom.ts';

/** The number of rows above and below the visible ones that also have elements, so that scrolling shows no gaps. */
const MARGIN = 8;

/** Browsers limit the height of elements to some tens of millions of pixels. In a longer list, one pixel of scrolling moves by more than one pixel of rows. */
const MAX_HEIGHT = 8_000_000;

/** The content of a list. */
export interface ListSource {
  readonly length: number;
  /** Makes the element of one row. */
  render(index: number): HTMLElement;
}

/**
 * A scrolling list that makes elements for the visible rows only: a million rows cost as much as forty.
 *
 * A row that stays visible keeps its element, however often it is painted. So a row that is pressed during a storm has
 * the same element when the pointer is released. All rows have the same height, `--row` of the style sheet in pixels.
 */
export class VirtualList {
  readonly element: HTMLElement;
  /** Paints the visible rows again in the next frame. */
  readonly refresh: () => void;
  readonly #rowHeight: number;
  readonly #space = element('div', { className: 'space', role: 'presentation' });
  readonly #window = element('div', { className: 'window', role: 'presentation' });
  /** The elements in `#window`, in order, by the indexes of their rows, which are consecutive. */
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

  /** The number of visible rows. */
  get #pageSize(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 1);
  }

  /** The index of the row to which a key leads from the row `from`; `undefined` if it is no navigation key. */
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

  /** Scrolls only as far as needed to make the row visible, and paints at once. */
  show(index: number): void {
    const { element: box } = this;
    const scale = this.#scale();
    const top = (index * this.#rowHeight) / scale;
    const bottom = top + this.#rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    this.#paint();
  }

  /** The number of pixels of rows for each pixel of scrolling. */
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
