/** Making elements. Data only ever becomes text, never markup. */

type Child = Node | string | undefined;

/** Properties of the element, and attributes where the name has a hyphen or is `role`. */
type Properties = Readonly<Record<string, unknown>>;

/** An element with properties, attributes, listeners (`onclick`) and children. */
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

/** A section with a heading that names it. */
export function panel(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  const heading = element('h2', { id: `${id}-title` }, title);
  return element(
    'section',
    { id, className: 'panel', 'aria-labelledby': `${id}-title` },
    heading,
    ...children,
  );
}

/** A labelled field with room for what is wrong with what was typed into it. */
export interface Field<T extends HTMLElement> {
  readonly element: HTMLElement;
  readonly input: T;
  /** Shows a message beside the field, or takes it away. */
  fail(message: string | undefined): void;
}

/** Puts a label above `input` and a place for an error below. */
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

/** Makes `old` look like `made`, which is of the same kind, and leaves it where it is. */
export function become(old: HTMLElement, made: HTMLElement): void {
  for (const name of old.getAttributeNames()) {
    if (!made.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of made.attributes) {
    if (name !== 'style' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  // As an attribute it would be refused by the page's policy
  if (old.style.cssText !== made.style.cssText) old.style.cssText = made.style.cssText;
  if (made.childElementCount === 0) {
    if (old.textContent !== made.textContent) old.textContent = made.textContent;
    return;
  }
  const wanted = [...made.children] as HTMLElement[];
  if (old.childElementCount !== wanted.length) old.replaceChildren(...wanted);
  else wanted.forEach((child, at) => become(old.children[at] as HTMLElement, child));
}

/** Runs `paint` once in the next frame, however often it is asked for. */
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
