import { effect, type Patch, type ReadonlySignal } from '@data-map/core';
import { element, oncePerFrame, panel } from './dom.ts';
import type { Entry, Session } from './session.ts';
import { other } from './other-value.ts';
import { count, excerpt, shortJson } from './text.ts';
import { isContainer } from './tree-rows.ts';

/** The maximal number of characters of a patch that are shown. */
const SHOWN = 400;

/** The number of writes of the sample transaction. */
const WRITES = 10;

/** Lists the patches of commits, with undo and redo. */
export function commitsView(session: ReadonlySignal<Session>): HTMLElement {
  const undo = button('undo', 'Undo');
  const redo = button('redo', 'Redo');
  const transact = button('transact', 'Run a transaction');
  const list = element('ol', { id: 'commits', className: 'commits', 'aria-label': 'Commits' });
  const storms = element('p', { className: 'hint' });
  undo.addEventListener('click', () => session.peek().undo());
  redo.addEventListener('click', () => session.peek().redo());
  transact.addEventListener('click', () => runTransaction(session.peek()));
  effect(() => {
    undo.disabled = !session.value.canUndo.value;
    redo.disabled = !session.value.canRedo.value;
  });
  effect(() => {
    list.replaceChildren(...session.value.entries.value.map(item));
  });
  const countStorm = oncePerFrame(() => {
    const commits = session.peek().stormCommits.peek();
    storms.textContent =
      commits === 0
        ? 'Each commit is one JSON Patch, however many writes it has.'
        : `${count(commits, 'commit')} of the storm are not listed.`;
  });
  effect(() => {
    void session.value.stormCommits.value;
    countStorm();
  });
  return panel(
    'history',
    'Commits',
    element('div', { className: 'buttons' }, undo, redo, transact),
    storms,
    list,
  );
}

function button(id: string, label: string): HTMLButtonElement {
  return element('button', { type: 'button', id }, label);
}

function item({ id, origin, patch }: Entry): HTMLElement {
  const text = patchText(patch);
  return element(
    'li',
    {},
    element('span', { className: 'tag' }, `${id} ${origin}`),
    element('span', { className: 'hint' }, count(patch.length, 'operation')),
    element('code', {}, text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text),
  );
}

/** A patch as JSON, with excerpts of large values. */
function patchText(patch: Patch): string {
  const shown = patch.slice(0, SHOWN / 10).map((operation) => {
    const whole = shortJson(operation, 10 * SHOWN);
    if (whole !== undefined || !('value' in operation)) return whole ?? '';
    const { value, ...rest } = operation;
    return `${JSON.stringify(rest).slice(0, -1)},"value":${excerpt(value)}}`;
  });
  return `[${shown.join(',')}]`;
}

/** Makes some writes in one transaction. */
function runTransaction({ store }: Session): void {
  store.transaction(
    () => {
      let left = WRITES;
      for (const pointer of store.keys()) {
        const value = store.peek(pointer);
        if (isContainer(value)) continue;
        store.set(pointer, other(value));
        if (--left === 0) break;
      }
    },
    { origin: 'edit' },
  );
}
