import { effect, untracked, type Pointer, type ReadonlySignal } from '@data-map/core';
import { ask, type Answer, type Refusal } from './ask.ts';
import { element, field, oncePerFrame, panel } from './dom.ts';
import type { Session } from './session.ts';
import { count, duration, excerpt } from './text.ts';
import { VirtualList } from './virtual-list.ts';

/** Example targets for the sample document. */
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

/** The shortest interval between two answers during a storm, in milliseconds. */
const CALM = 1000;

/** If an answer took longer than this many milliseconds, the next one waits for a pause in typing and editing. */
const SLOW = 200;

/** The length of that pause, in milliseconds. */
const PAUSE = 400;

/** What the user can do with a target or a match. */
export interface AskActions {
  reveal(pointer: Pointer): void;
  watch(target: string): void;
  keepLive(query: string): void;
}

/** A field for a pointer, a pattern or a JSONPath. Shows the matches and the plan, or the position of an error. */
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
    role: 'listbox',
    tabIndex: 0,
    'aria-label': 'Matches',
    'aria-describedby': 'match-keys',
  });
  #pointers: readonly Pointer[] = [];
  /** The index of the match that is selected by keyboard. */
  #active = 0;
  /** How long the last answer took, in milliseconds. */
  #took = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** The number of commits of the storm, and that number at the time of the answer. */
  #storms = 0;
  #answered = 0;

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
      element(
        'p',
        { id: 'match-keys', className: 'hint' },
        'Arrow keys move the selection, Enter shows a match in the tree.',
      ),
      element('details', { open: true }, element('summary', {}, 'Plan'), this.#plan),
    );
    const again = oncePerFrame(() => this.#ask());
    const soon = (): void => {
      clearTimeout(this.#pause);
      if (this.#took > SLOW) this.#pause = setTimeout(again, PAUSE);
      else again();
    };
    input.addEventListener('input', soon);
    this.#watch.addEventListener('click', () => actions.watch(input.value));
    this.#live.addEventListener('click', () => actions.keepLive(input.value));
    const reveal = (): void => {
      const pointer = this.#pointers[this.#active];
      if (pointer !== undefined) actions.reveal(pointer);
    };
    this.#matches.element.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.match') : null;
      if (row === null) return;
      this.#go(Number(row.dataset['index']));
      reveal();
    });
    this.#matches.element.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const to = this.#matches.step(event.key, this.#active);
      if (to !== undefined) this.#go(to);
      else if (event.key === 'Enter') reveal();
      else return;
      event.preventDefault();
    });
    effect(() => {
      const { store } = session.value;
      untracked(() => this.#ask());
      return store.onCommit(({ origin }) => {
        this.#matches.refresh();
        if (origin !== 'storm') return soon();
        if (this.#storms++ === this.#answered) this.#follow(performance.now());
      });
    });
  }

  /** Asks again during a storm, in a small share of the time, and once it is over. */
  #follow(since: number): void {
    const seen = this.#storms;
    setTimeout(() => {
      if (this.#answered >= seen) return;
      const isOver = this.#storms === seen;
      if (isOver || performance.now() - since > 20 * this.#took) {
        // Screen readers do not read the status during a storm
        if (!isOver) this.#status.setAttribute('aria-live', 'off');
        this.#ask();
        this.#status.removeAttribute('aria-live');
      } else this.#follow(since);
    }, CALM);
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
    clearTimeout(this.#pause);
    const text = this.#field.input.value;
    const begin = performance.now();
    const answer = ask(this.#session.peek().store, text);
    this.#took = performance.now() - begin;
    this.#answered = this.#storms;
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
    this.#status.textContent = `${kind}: ${places} in ${microseconds > 0 ? duration(microseconds) : 'less than the resolution of the clock'}`;
    this.#list(pointers);
  }

  #list(pointers: readonly Pointer[]): void {
    this.#pointers = pointers;
    this.#active = Math.max(0, Math.min(this.#active, pointers.length - 1));
    this.#matches.element.setAttribute('aria-activedescendant', `match-${this.#active}`);
    this.#matches.source = {
      length: pointers.length,
      render: (index) => this.#renderMatch(index),
    };
  }

  #go(index: number): void {
    this.#active = index;
    this.#matches.element.setAttribute('aria-activedescendant', `match-${index}`);
    this.#matches.show(index);
  }

  #renderMatch(index: number): HTMLElement {
    const pointer = this.#pointers[index] ?? '';
    const value = this.#session.peek().store.peek(pointer);
    const match = element(
      'div',
      {
        id: `match-${index}`,
        className: 'row match',
        role: 'option',
        title: 'Show in the tree',
        'aria-posinset': index + 1,
        'aria-setsize': this.#pointers.length,
        'aria-selected': index === this.#active,
      },
      element('span', { className: 'key' }, pointer === '' ? 'root' : pointer),
      element('span', { className: 'value' }, excerpt(value)),
    );
    match.dataset['index'] = String(index);
    return match;
  }

  #refuse(text: string, { message, offset }: Refusal): void {
    this.#field.fail(message);
    this.#status.textContent = '';
    this.#plan.textContent = '';
    this.#list([]);
    this.#marked.hidden = offset === undefined;
    if (offset === undefined) return;
    const [at = ''] = text.slice(offset);
    this.#marked.replaceChildren(
      text.slice(0, offset),
      element('mark', {}, at === '' ? ' ' : at),
      text.slice(offset + at.length),
    );
  }
}
