import { element, field } from './dom.ts';
import { messageOf } from './text.ts';

/** Takes a document that was parsed, with the name it goes by. */
export type Load = (name: string, document: unknown) => void;

/** Characters from which on a pasted text is opened at once, instead of being shown. */
const HUGE = 500_000;

/** A dialog to choose or paste a document, and the whole page as a place to drop a file on. */
export class LoadView {
  readonly dialog: HTMLDialogElement;
  /** Opens the dialog. */
  readonly button: HTMLButtonElement;
  readonly #load: Load;
  readonly #file = field(
    'A JSON file',
    element('input', { type: 'file', id: 'file', accept: '.json,application/json' }),
  );
  readonly #pasted = field(
    'Or JSON, pasted',
    element('textarea', { id: 'pasted', rows: 8, spellcheck: false }),
  );
  readonly #dropProblem = element('p', {
    id: 'drop-problem',
    className: 'problem banner',
    role: 'alert',
    hidden: true,
  });

  constructor(load: Load, sample: () => Promise<void>) {
    this.#load = load;
    this.button = element('button', { type: 'button', id: 'open' }, 'Open a document');
    const close = element('button', { type: 'button', className: 'quiet' }, 'Cancel');
    const paste = element('button', { type: 'button', id: 'paste' }, 'Open what is pasted');
    const again = element('button', { type: 'button', id: 'sample' }, 'Open the sample');
    this.dialog = element(
      'dialog',
      { id: 'load', 'aria-labelledby': 'load-title' },
      element('h2', { id: 'load-title' }, 'Open a document'),
      element(
        'p',
        { className: 'hint' },
        'It stays in this page. Files can be dropped on it, too.',
      ),
      this.#file.element,
      this.#pasted.element,
      element('div', { className: 'buttons' }, paste, again, close),
    );
    this.button.addEventListener('click', () => this.dialog.showModal());
    close.addEventListener('click', () => this.dialog.close());
    paste.addEventListener('click', () => {
      const { value } = this.#pasted.input;
      this.#pasted.fail(this.#parse('pasted JSON', value));
    });
    again.addEventListener('click', async () => {
      await sample();
      this.#done();
    });
    this.#file.input.addEventListener('change', async () => {
      const file = this.#file.input.files?.[0];
      if (file) this.#file.fail(await this.#read(file));
      // So that the same file, put right, is taken when it is chosen again
      this.#file.input.value = '';
    });
    this.#pasted.input.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.length < HUGE || this.#pasted.input.value !== '') return;
      // Browsers take seconds to lay such a text out
      event.preventDefault();
      this.#pasted.fail(this.#parse('pasted JSON', text));
    });
    this.#takeDrops();
  }

  /** Where it is said that a dropped file could not be opened. */
  get banner(): HTMLElement {
    return this.#dropProblem;
  }

  #takeDrops(): void {
    document.addEventListener('dragover', (event) => over(event, true));
    document.addEventListener('dragleave', (event) => over(event, false));
    document.addEventListener('drop', async (event) => {
      over(event, false);
      const file = event.dataTransfer?.files[0];
      const problem = file ? await this.#read(file) : 'Expected a file to be dropped';
      // The dialog would hide what is said on the page
      if (this.dialog.open) return this.#file.fail(problem);
      this.#dropProblem.textContent = problem ?? '';
      this.#dropProblem.hidden = problem === undefined;
    });
  }

  /** Opens a file; says what is wrong with it. */
  async #read(file: File): Promise<string | undefined> {
    try {
      return this.#parse(file.name, await file.text());
    } catch (error) {
      return `${file.name} cannot be read: ${messageOf(error)}`;
    }
  }

  #parse(name: string, text: string): string | undefined {
    if (text.trim() === '') return `Expected a JSON document, but ${name} is empty`;
    let value: unknown;
    try {
      value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    } catch (error) {
      return `${name} is not JSON: ${messageOf(error)}`;
    }
    this.#load(name, value);
    this.#done();
    return undefined;
  }

  /** A document is open: what was typed and said on the way to it is over. */
  #done(): void {
    this.#dropProblem.hidden = true;
    this.#file.fail(undefined);
    this.#pasted.fail(undefined);
    this.#pasted.input.value = '';
    this.dialog.close();
  }
}

/** Shows that a file may be dropped here, and keeps the browser from opening it itself. */
function over(event: DragEvent, isOver: boolean): void {
  event.preventDefault();
  document.body.classList.toggle('dropping', isOver);
}
