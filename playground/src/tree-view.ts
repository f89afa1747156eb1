import { effect, type Pointer, type ReadonlySignal, untracked } from '@data-map/core';
import { element, oncePerFrame, panel } from './dom.ts';
import type { Session } from './session.ts';
import { count, excerpt } from './text.ts';
import { isContainer, TreeRows, type Row } from './tree-rows.ts';
import { VirtualList } from './virtual-list.ts';
import { WriteForm } from './write-form.ts';

/** The document as a tree with keyboard navigation, and a form below it that writes the selected place. */
export class TreeView {
  readonly element: HTMLElement;
  readonly #list = new VirtualList({
    id: 'tree',
    className: 'tree',
    role: 'tree',
    tabIndex: 0,
    'aria-labelledby': 'document-title',
    'aria-describedby': 'tree-keys',
  });
  readonly #form: WriteForm;
  readonly #summary = element('p', { id: 'summary', className: 'summary' });
  readonly #session: ReadonlySignal<Session>;
  #rows!: TreeRows;
  #selected: Pointer = '';
  /** The index of the selected row, used when the row no longer exists. */
  #selectedAt = 0;
  readonly #restructure = oncePerFrame(() => {
    this.#rows.rebuild();
    this.#paint();
    if (this.#rows.indexOf(this.#selected) < 0) this.#go(this.#selectedAt);
  });

  constructor(session: ReadonlySignal<Session>) {
    this.#session = session;
    this.#form = new WriteForm(session, () => {
      this.#form.show(this.#selected);
      this.#list.element.focus();
    });
    this.element = panel(
      'document',
      'Document',
      this.#summary,
      this.#list.element,
      element(
        'p',
        { id: 'tree-keys', className: 'hint' },
        'Arrow keys move and expand, Enter edits, Delete removes.',
      ),
      this.#form.element,
    );
    this.#list.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#list.element.addEventListener('click', (event) => this.#onClick(event));
    this.#list.element.addEventListener('dblclick', () => this.#form.edit());
    effect(() => {
      const opened = session.value;
      // Painting reads the document, which must not become a dependency: the effect is to run for a new session only
      return untracked(() => this.#open(opened));
    });
  }

  /** Expands the tree down to a place, selects the place and scrolls to it. */
  reveal(pointer: Pointer): void {
    this.#rows.reveal(pointer);
    this.#paint();
    this.#select(pointer);
    this.#list.element.focus();
  }

  #open(session: Session): () => void {
    const { store } = session;
    this.#rows = new TreeRows(store);
    for (const { pointer } of this.#rows.rows.slice(1, 2)) this.#rows.expand(pointer);
    this.#list.element.scrollTop = 0;
    this.#select('');
    this.#paint();
    return store.onCommit(({ changes, origin }) => {
      // The storm replaces leaves by leaves, so the rows stay the same
      const isShallow =
        origin === 'storm' ||
        changes.every(
          ({ op, value, previous }) =>
            op === 'replace' && !isContainer(value) && !isContainer(previous),
        );
      if (isShallow) this.#list.refresh();
      else this.#restructure();
      if (origin !== 'storm') this.#form.show(this.#selected);
    });
  }

  #paint(): void {
    const { rows } = this.#rows;
    const { name, store } = this.#session.peek();
    this.#list.source = {
      length: rows.length,
      render: (index) => this.#render(rows[index] as Row),
    };
    this.#summary.textContent = `${name}: ${count(rows.length, 'row')} open of a document with ${count(store.size, 'leaf').replace('leafs', 'leaves')}`;
  }

  #render(row: Row): HTMLElement {
    const value = this.#session.peek().store.peek(row.pointer);
    const isOpen = this.#rows.isExpanded(row.pointer);
    const isSelected = row.pointer === this.#selected;
    const made = element(
      'div',
      {
        id: idOf(row.pointer),
        className: 'row',
        role: 'treeitem',
        'aria-level': row.depth + 1,
        'aria-posinset': row.place,
        'aria-setsize': row.siblings,
        'aria-selected': isSelected,
        'aria-expanded': isContainer(value) ? isOpen : undefined,
      },
      element('span', { className: 'twisty', 'aria-hidden': 'true' }, twisty(value, isOpen)),
      element(
        'span',
        { className: typeof row.key === 'number' ? 'key index' : 'key' },
        row.depth === 0 ? 'root' : nameOf(row.key),
      ),
      element('span', { className: `value ${kindOf(value)}` }, excerpt(value)),
    );
    made.style.setProperty('--depth', String(row.depth));
    made.dataset['pointer'] = row.pointer;
    return made;
  }

  #select(pointer: Pointer): void {
    this.#selected = pointer;
    const index = this.#rows.indexOf(pointer);
    this.#list.element.setAttribute('aria-activedescendant', idOf(pointer));
    if (index >= 0) {
      this.#selectedAt = index;
      this.#list.show(index);
    }
    this.#form.show(pointer);
  }

  #toggle(pointer: Pointer): void {
    if (!isContainer(this.#session.peek().store.peek(pointer))) return;
    if (this.#rows.isExpanded(pointer)) this.#rows.collapse(pointer);
    else this.#rows.expand(pointer);
    this.#paint();
  }

  #onClick(event: MouseEvent): void {
    const { target } = event;
    const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
    const pointer = row?.dataset['pointer'];
    if (pointer === undefined) return;
    this.#toggle(pointer);
    this.#select(pointer);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const index = this.#rows.indexOf(this.#selected);
    const row = this.#rows.rows[index];
    if (row === undefined) return;
    if (!this.#act(event.key, row, index)) return;
    event.preventDefault();
  }

  /** Handles a key. Returns whether it has a function. */
  #act(key: string, row: Row, index: number): boolean {
    const to = this.#list.step(key, index);
    if (to !== undefined) return this.#go(to);
    switch (key) {
      case 'ArrowRight':
        if (this.#rows.isExpanded(row.pointer)) return this.#go(index + 1);
        this.#toggle(row.pointer);
        return this.#go(index);
      case 'ArrowLeft':
        if (this.#rows.isExpanded(row.pointer)) {
          this.#toggle(row.pointer);
          return this.#go(index);
        }
        return this.#go(this.#rows.indexOf(row.pointer.slice(0, row.pointer.lastIndexOf('/'))));
      case ' ':
        this.#toggle(row.pointer);
        return this.#go(index);
      case 'Enter':
        // The form may show another pointer that was typed into it
        this.#form.show(row.pointer);
        this.#form.edit();
        return true;
      case 'Delete':
        this.#form.show(row.pointer);
        this.#form.remove();
        return true;
      default:
        return false;
    }
  }

  #go(index: number): true {
    const { rows } = this.#rows;
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row !== undefined) this.#select(row.pointer);
    return true;
  }
}

/** Encodes a pointer as an element id, which has no spaces. Keys can be any string, even with lone surrogates. */
function idOf(pointer: Pointer): string {
  const id = pointer.replaceAll(/[^\w/~.-]/g, (unit) => `%${unit.charCodeAt(0).toString(16)}`);
  return `row-${id}`;
}

function nameOf(key: string | number): string {
  return key === '' ? '""' : String(key);
}

function twisty(value: unknown, isOpen: boolean): string {
  if (!isContainer(value)) return '';
  return isOpen ? '▾' : '▸';
}

/** The class name that gives a value its colour. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return isContainer(value) ? 'container' : typeof value;
}
