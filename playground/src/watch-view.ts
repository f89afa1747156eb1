import { effect, type ReadonlySignal } from '@data-map/core';
import { element, oncePerFrame, panel } from './dom.ts';
import { count, messageOf } from './text.ts';
import { VirtualList } from './virtual-list.ts';
import type { Line, Watcher, Watchers } from './watchers.ts';

/** The shortest interval between two announcements to screen readers, in milliseconds. */
const CALM = 3000;

/** Lists the active subscriptions and live queries, and their events. */
export class WatchView {
  readonly element: HTMLElement;
  readonly #watchers: ReadonlySignal<Watchers>;
  readonly #list = element('ul', { id: 'watchers', className: 'watchers' });
  readonly #problem = element('p', { className: 'problem', role: 'alert', hidden: true });
  readonly #status = element('p', { className: 'visually-hidden', role: 'status' });
  readonly #log = new VirtualList({
    id: 'events',
    className: 'log',
    role: 'log',
    tabIndex: 0,
    'aria-live': 'off',
    'aria-label': 'Events, newest first',
  });
  #lines: readonly Line[] = [];
  #toldAt = 0;

  constructor(watchers: ReadonlySignal<Watchers>) {
    this.#watchers = watchers;
    this.element = panel(
      'watching',
      'Watch',
      this.#problem,
      this.#list,
      this.#log.element,
      this.#status,
    );
    const paint = oncePerFrame(() => this.#paint());
    effect(() => {
      const { list, changed } = watchers.value;
      void [list.value, changed.value];
      paint();
    });
  }

  subscribe(target: string): void {
    this.#try(() => this.#watchers.peek().subscribe(target));
  }

  keepLive(jsonpath: string): void {
    this.#try(() => this.#watchers.peek().keepLive(jsonpath));
  }

  #try(begin: () => void): void {
    try {
      begin();
      this.#problem.hidden = true;
    } catch (error) {
      this.#problem.textContent = messageOf(error);
      this.#problem.hidden = false;
    }
  }

  #paint(): void {
    const watchers = this.#watchers.peek();
    const list = watchers.list.peek();
    const known = new Map([...this.#list.children].map((child) => [child.id, child]));
    const items = list.map((watcher) => {
      const item = known.get(`watcher-${watcher.id}`) ?? this.#item(watcher);
      const state = item.querySelector('.told');
      if (state) state.textContent = `${count(watcher.events, 'event')} · ${watcher.state}`;
      return item;
    });
    if (items.length === 0) {
      const hint = 'Nothing is watched. Ask for something, then choose Subscribe or Keep live.';
      items.push(element('li', { className: 'hint' }, hint));
    }
    // Replacing the focused element would lose the focus
    if (items.length !== this.#list.children.length || items.some((item) => !item.isConnected)) {
      this.#list.replaceChildren(...items);
    }
    this.#lines = watchers.log;
    this.#log.source = {
      length: this.#lines.length,
      render: (index) => this.#line(this.#lines[index]),
    };
    const now = performance.now();
    if (watchers.events > 0 && now - this.#toldAt > CALM) {
      this.#toldAt = now;
      this.#status.textContent = `${count(watchers.events, 'event')} so far`;
    }
  }

  #item(watcher: Watcher): HTMLElement {
    const end = element(
      'button',
      { type: 'button', className: 'quiet', 'aria-label': `Stop watching ${watcher.target}` },
      'Stop',
    );
    end.addEventListener('click', () => watcher.end());
    return element(
      'li',
      { id: `watcher-${watcher.id}` },
      element('code', {}, watcher.target === '' ? 'root' : watcher.target),
      element(
        'div',
        { className: 'state' },
        element('span', { className: 'tag' }, `${watcher.kind} ${watcher.id}`),
        element('span', { className: 'told' }),
      ),
      end,
    );
  }

  #line(line: Line | undefined): HTMLElement {
    return element(
      'div',
      { className: 'row' },
      element('span', { className: 'tag' }, String(line?.watcher ?? '')),
      element('span', { className: 'value' }, line?.text ?? ''),
    );
  }
}
