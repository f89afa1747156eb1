import type { Pointer, ReadonlySignal } from '@data-map/core';
import { element, field } from './dom.ts';
import type { Session } from './session.ts';
import { messageOf, shortJson } from './text.ts';
import { isContainer } from './tree-rows.ts';

/** Values with more characters of JSON are not shown in the field, since they might be edited by accident. */
const EDITABLE = 4000;

/** A form that writes or removes the value at a pointer. It shows an error at the field that causes it. */
export class WriteForm {
  readonly element: HTMLFormElement;
  readonly #session: ReadonlySignal<Session>;
  readonly #leave: () => void;
  readonly #pointer = field(
    'Pointer',
    element('input', { id: 'write-pointer', autocomplete: 'off', spellcheck: false }),
  );
  readonly #value = field(
    'Value, as JSON',
    element('textarea', { id: 'write-value', rows: 2, spellcheck: false }),
  );

  /** @param leave - Called when the form is submitted or cancelled: takes the focus, and shows the selected row. */
  constructor(session: ReadonlySignal<Session>, leave: () => void) {
    this.#session = session;
    this.#leave = leave;
    const remove = element('button', { type: 'button', className: 'quiet' }, 'Remove');
    remove.addEventListener('click', () => this.remove());
    this.element = element(
      'form',
      { className: 'write', noValidate: true, 'aria-label': 'Write to the document' },
      this.#pointer.element,
      this.#value.element,
      element(
        'div',
        { className: 'buttons' },
        element('button', { type: 'submit' }, 'Set'),
        remove,
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#set();
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#leave();
      else if (event.key === 'Enter' && !event.shiftKey && event.target === this.#value.input) {
        event.preventDefault();
        this.#set();
      }
    });
  }

  /** Shows a place in the fields. */
  show(pointer: Pointer): void {
    this.#fail(undefined, undefined);
    this.#pointer.input.value = pointer;
    const value = this.#session.peek().store.peek(pointer);
    const text = value === undefined ? '' : shortJson(value, EDITABLE, isContainer(value) ? 1 : 0);
    this.#value.input.value = text ?? '';
    this.#value.input.placeholder =
      text === undefined ? 'This value is large and not shown. What you type replaces it.' : '';
  }

  edit(): void {
    this.#value.input.focus();
    this.#value.input.select();
  }

  remove(): void {
    const pointer = this.#pointer.input.value;
    try {
      const removed = this.#session.peek().store.delete(pointer, { origin: 'edit' });
      this.#fail(removed ? undefined : `There is nothing at "${pointer}"`, undefined);
      if (removed) this.#leave();
    } catch (error) {
      this.#fail(messageOf(error), undefined);
    }
  }

  #set(): void {
    const text = this.#value.input.value;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const hint = /^["[{\d-]/.test(text.trim()) ? '' : '; put text into double quotes';
      this.#fail(undefined, `This is not JSON: ${messageOf(error)}${hint}`);
      return;
    }
    try {
      this.#session.peek().store.set(this.#pointer.input.value, value, { origin: 'edit' });
      this.#fail(undefined, undefined);
      this.#leave();
    } catch (error) {
      this.#fail(messageOf(error), undefined);
    }
  }

  #fail(pointer: string | undefined, value: string | undefined): void {
    this.#pointer.fail(pointer);
    this.#value.fail(value);
  }
}
