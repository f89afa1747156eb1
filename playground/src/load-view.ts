import { element, field } from './dom.ts';
import { messageOf } from './text.ts';

/** Opens a parsed document with the name to show. */
export type Load = (name: string, document: unknown) => void;

/** A pasted text of more characters is opened at once, instead of being shown. */
const HUGE = 500_000;

/** A dialog to choose a file or paste a document. Files can also be dropped anywhere on the page. */
export class LoadView {
  readonly dialog: HTMLDialogElement;
  /** The button that opens the dialog. */
  readonly button: HTMLButtonElement;
  readonly #load: Load;
  readonly #file = field(
    'A JSON file',
    element('input', { type: 'file', id: 'file', accept: '.json,application/json' }),
  );
  readonly #pasted = field(
    'Or paste JSON',
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
    const paste = element('button', { type: 'button', id: 'paste' }, 'Open the pasted text');
    const again = element('button', { type: 'button', id: 'sample' }, 'Open the sample');
    this.dialog = element(
      'dialog',
      { id: 'load', 'aria-labelledby': 'load-title' },
      element('h2', { id: 'load-title' }, 'Open a document'),
      element(
        'p',
        { className: 'hint' },
        'The document stays in this page. You can also drop a file on the page.',
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
      // Otherwise the browser fires no `change` event if the same file is chosen again, after it was corrected
      this.#file.input.value = '';
    });
    this.#pasted.input.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.length < HUGE || this.#pasted.input.value !== '') return;
      // Browsers take seconds for the layout of such a text
      event.preventDefault();
      this.#pasted.fail(this.#parse('pasted JSON', text));
    });
    this.#takeDrops();
  }

  /** The place for the message that a dropped file could not be opened. */
  get banner(): HTMLElement {
    return this.#dropProblem;
  }

  #takeDrops(): void {
    document.addEventListener('dragover', (event) => over(event, true));
    document.addEventListener('dragleave', (event) => over(event, false));
    document.addEventListener('drop', async (event) => {
      over(event, false);
      const file = event.dataTransfer?.files[0];
      const problem = file ? await this.#read(file) : 'Expected a file, but none was dropped';
      // An open dialog would hide a message on the page
      if (this.dialog.open) return this.#file.fail(problem);
      this.#dropProblem.textContent = problem ?? '';
      this.#dropProblem.hidden = problem === undefined;
    });
  }

  /** Opens a file. Returns an error message if that fails. */
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

  /** Closes the dialog and clears its fields and messages, after a document was opened. */
  #done(): void {
    this.#dropProblem.hidden = true;
    this.#file.fail(undefined);
    this.#pasted.fail(undefined);
    this.#pasted.input.value = '';
    this.dialog.close();
  }
}

/** Shows that a file can be dropped here, and prevents the browser from opening it itself. */
function over(event: DragEvent, isOver: boolean): void {
  event.preventDefault();
  document.body.classList.toggle('dropping', isOver);
}
