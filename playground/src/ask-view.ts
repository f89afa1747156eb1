import { effect, untracked, type Pointer, type ReadonlySignal } from '@data-map/core';
import { ask, type Answer, type Refusal } from './ask.ts';
import { element, field, oncePerFrame, panel } from './dom.ts';
import type { Session } from './session.ts';
import { count, duration, excerpt } from './text.ts';
import { VirtualList } from './virtual-list.ts';

/** Targets to start from, if the document is the one that the page brings along. */
const EXAMPLES: readonly (readonly [target: string, says: string])[] = [
  ['/api/AbortController/__compat/status', 'a pointer'],
  ['/api/*/__compat/status/deprecated', 'a pattern'],
  ['/css/**/safari', 'a pattern of any depth'],
  [
    '$.api[?@.__compat.status.deprecated == true && @.__compat.status.standard_track == false]',
    'a filter',
  ],
  ['$..support[?@ == "preview"]', 'a descent with a filter'],
];

/** What the asker may go on with. */
export interface AskActions {
  reveal(pointer: Pointer): void;
  watch(target: string): void;
  keepLive(query: string): void;
}

/** A field for pointers, patterns and JSONPath: what matches, how it is found, and where a mistake is. */
export class AskView {
  readonly element: HTMLElement;
  readonly #session: ReadonlySignal<Session>;
  readonly #field = field(
    'Pointer, pattern or JSONPath',
    element('input', {
      id: 'target',
      className: 'code',
      value: EXAMPLES[3]?.[0],
      autocomplete: 'off',
      spellcheck: false,
    }),
  );
  readonly #marked = element('pre', { id: 'marked', className: 'marked', 'aria-hidden': 'true' });
  readonly #status = element('p', { id: 'matches-status', className: 'summary', role: 'status' });
  readonly #plan = element('pre', { id: 'plan', className: 'plan', tabIndex: 0 });
  readonly #watch = element('button', { type: 'button', id: 'watch' }, 'Subscribe');
  readonly #live = element('button', { type: 'button', id: 'live' }, 'Keep live');
  readonly #matches = new VirtualList({
    id: 'matches',
    className: 'matches',
    role: 'list',
    tabIndex: 0,
    'aria-label': 'Matches',
  });

  constructor(session: ReadonlySignal<Session>, actions: AskActions) {
    this.#session = session;
    const { input } = this.#field;
    this.#plan.setAttribute('aria-label', 'Plan');
    this.element = panel(
      'ask',
      'Ask',
      this.#field.element,
      this.#marked,
      element('div', { className: 'buttons' }, this.#watch, this.#live, this.#examples()),
      this.#status,
      this.#matches.element,
      element('details', { open: true }, element('summary', {}, 'Plan'), this.#plan),
    );
    const again = oncePerFrame(() => this.#ask());
    input.addEventListener('input', again);
    this.#watch.addEventListener('click', () => actions.watch(input.value));
    this.#live.addEventListener('click', () => actions.keepLive(input.value));
    this.#matches.element.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-pointer]') : null;
      if (row?.dataset['pointer'] !== undefined) actions.reveal(row.dataset['pointer']);
    });
    effect(() => {
      const { store } = session.value;
      untracked(() => this.#ask());
      return store.onCommit(({ origin }) => {
        if (origin === 'storm') this.#matches.refresh();
        else again();
      });
    });
  }

  #examples(): HTMLElement {
    const choose = element('select', { id: 'examples', 'aria-label': 'Examples' });
    choose.append(new Option('Examples', ''));
    for (const [target, says] of EXAMPLES) choose.append(new Option(`${says}: ${target}`, target));
    choose.addEventListener('change', () => {
      if (choose.value === '') return;
      this.#field.input.value = choose.value;
      choose.value = '';
      this.#ask();
      this.#field.input.focus();
    });
    return choose;
  }

  #ask(): void {
    const text = this.#field.input.value;
    const answer = ask(this.#session.peek().store, text);
    const isRefused = 'message' in answer;
    this.#watch.disabled = isRefused;
    this.#live.disabled = isRefused || answer.kind !== 'query';
    if (isRefused) this.#refuse(text, answer);
    else this.#show(answer);
  }

  #show({ kind, pointers, microseconds, plan }: Answer): void {
    this.#field.fail(undefined);
    this.#marked.hidden = true;
    this.#plan.textContent = plan;
    const places = count(pointers.length, 'match').replace('matchs', 'matches');
    this.#status.textContent = `${kind}: ${places} in ${duration(microseconds)}`;
    this.#matches.source = {
      length: pointers.length,
      render: (index) => this.#renderMatch(pointers[index] ?? ''),
    };
  }

  #renderMatch(pointer: Pointer): HTMLElement {
    const value = this.#session.peek().store.peek(pointer);
    const show = element(
      'button',
      { type: 'button', className: 'row match', title: 'Show in the tree' },
      element('span', { className: 'key' }, pointer === '' ? 'root' : pointer),
      element('span', { className: 'value' }, excerpt(value)),
    );
    show.dataset['pointer'] = pointer;
    return element('div', { role: 'listitem' }, show);
  }

  #refuse(text: string, { message, offset }: Refusal): void {
    this.#field.fail(message);
    this.#status.textContent = '';
    this.#plan.textContent = '';
    this.#matches.source = { length: 0, render: () => element('div') };
    this.#marked.hidden = offset === undefined;
    if (offset === undefined) return;
    const at = text.slice(offset, offset + 1);
    this.#marked.replaceChildren(
      text.slice(0, offset),
      element('mark', {}, at === '' ? ' ' : at),
      text.slice(offset + 1),
    );
  }
}
