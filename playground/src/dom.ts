/** Functions to make elements. Data is only inserted as text, never as markup. */

type Child = Node | string | undefined;

/** Properties of an element. A name with a hyphen, or `role`, is set as an attribute. */
type Properties = Readonly<Record<string, unknown>>;

/** Makes an element with properties, attributes, listeners (`onclick`) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name === 'role' || name === 'for' || name.includes('-')) {
      made.setAttribute(name, String(value));
    } else Reflect.set(made, name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Makes a section that is labelled by its heading. */
export function panel(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  const heading = element('h2', { id: `${id}-title` }, title);
  return element(
    'section',
    { id, className: 'panel', 'aria-labelledby': `${id}-title` },
    heading,
    ...children,
  );
}

/** A labelled field with a place for an error message. */
export interface Field<T extends HTMLElement> {
  readonly element: HTMLElement;
  readonly input: T;
  /** Shows an error message at the field, or removes it. */
  fail(message: string | undefined): void;
}

/** Adds a label above `input` and a place for an error message below. */
export function field<T extends HTMLElement>(label: string, input: T): Field<T> {
  const problem = element('p', { id: `${input.id}-problem`, className: 'problem', role: 'alert' });
  problem.hidden = true;
  input.setAttribute('aria-describedby', problem.id);
  return {
    element: element(
      'div',
      { className: 'field' },
      element('label', { for: input.id }, label),
      input,
      problem,
    ),
    input,
    fail(message) {
      problem.textContent = message ?? '';
      problem.hidden = message === undefined;
      if (message === undefined) input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    },
  };
}

/** Updates the element `old` in place to equal `made`, which has the same tag. */
export function become(old: HTMLElement, made: HTMLElement): void {
  for (const name of old.getAttributeNames()) {
    if (!made.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of made.attributes) {
    if (name !== 'style' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  // The page's policy forbids setting the `style` attribute
  if (old.style.cssText !== made.style.cssText) old.style.cssText = made.style.cssText;
  if (made.childElementCount === 0) {
    if (old.textContent !== made.textContent) old.textContent = made.textContent;
    return;
  }
  const wanted = [...made.children] as HTMLElement[];
  if (old.childElementCount !== wanted.length) old.replaceChildren(...wanted);
  else wanted.forEach((child, at) => become(old.children[at] as HTMLElement, child));
}

/** Returns a function that runs `paint` once in the next frame, however often it is called before. */
export function oncePerFrame(paint: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      paint();
    });
  };
}
