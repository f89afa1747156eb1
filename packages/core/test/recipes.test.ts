// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DataMap } from '../src/index.ts';
import { loadRecipe, tidy, typeErrors, type RecipePage } from './recipe-page.ts';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

afterEach(() => document.body.replaceChildren());

/** Expects that a component has rendered into `container` what the recipe shows below it. */
function showsItsHtml(page: RecipePage, file: string, container: HTMLElement): void {
  const { html } = page.files.find(({ name }) => name === file) ?? {};
  expect(html, `${file} is followed by what it renders`).toBeDefined();
  expect(tidy(container.innerHTML)).toBe(tidy(html ?? ''));
}

function newContainer(): HTMLElement {
  const container = document.createElement('div');
  document.body.append(container);
  return container;
}

function member<T>(page: RecipePage, file: string, name: string): T {
  const found = page.modules[file]?.[name];
  expect(found, `${file} exports ${name}`).toBeDefined();
  return found as T;
}

function click(container: HTMLElement, selector: string, index = 0): void {
  const element = container.querySelectorAll<HTMLElement>(selector)[index];
  expect(element).toBeDefined();
  element?.click();
}

describe('the recipe for React', async () => {
  const page = await loadRecipe<typeof import('react') & typeof import('react-dom/client')>(
    'react',
    { react: ['act', 'createElement'], 'react-dom/client': ['createRoot'] },
  );
  const { act, createElement, createRoot } = page.framework;
  const store = member<DataMap<any>>(page, 'store.ts', 'store');

  function mount(file: string, name: string, props: object = {}): HTMLElement {
    const container = newContainer();
    const component = member<(props: object) => null>(page, file, name);
    act(() => createRoot(container).render(createElement(component, props)));
    return container;
  }

  test('its files pass the compiler', () => {
    expect(page.files.length).toBe(6);
    expect(typeErrors(page)).toBe('');
  });

  test('todos.tsx: a place', () => {
    const container = mount('todos.tsx', 'Todos');
    showsItsHtml(page, 'todos.tsx', container);
    act(() => void store.push('/todos', { title: 'rest', done: true }));
    expect(container.textContent).toBe('shiprest');
    act(() => void store.delete('/todos/1'));
    expect(container.textContent).toBe('ship');
  });

  test('limit.tsx: a signal that is written', () => {
    const container = mount('limit.tsx', 'Limit');
    showsItsHtml(page, 'limit.tsx', container);
    act(() => click(container, 'button'));
    expect([container.textContent, store.get('/limit')]).toEqual(['4', 4]);
  });

  test('open.tsx: a live query', () => {
    const container = mount('open.tsx', 'Open', { done: false });
    showsItsHtml(page, 'open.tsx', container);
    act(() => void store.set('/todos/0/title', 'SHIP'));
    expect(container.textContent).toBe('SHIP');
    act(() => void store.set('/todos/0/title', 'ship'));
  });

  test('row.tsx: an element of a list', () => {
    const container = mount('row.tsx', 'Row', { index: 0 });
    showsItsHtml(page, 'row.tsx', container);
    act(() => click(container, 'input'));
    expect(store.get('/todos/0/done')).toBe(true);
  });
});

describe('the recipe for Svelte', async () => {
  const page = await loadRecipe<typeof import('svelte')>('svelte', {
    svelte: ['flushSync', 'mount', 'unmount'],
  });
  const { flushSync, mount: mountComponent, unmount } = page.framework;
  const store = member<DataMap<any>>(page, 'store.js', 'store');

  function mount(file: string): { container: HTMLElement; end: () => void } {
    const container = newContainer();
    const component = member<never>(page, file, 'default');
    const mounted = mountComponent(component, { target: container });
    flushSync();
    return { container, end: () => void unmount(mounted) };
  }

  test('Todos.svelte: signals as stores', () => {
    const { container, end } = mount('Todos.svelte');
    showsItsHtml(page, 'Todos.svelte', container);
    click(container, 'button', 0);
    flushSync();
    expect(store.get('/limit')).toBe(4);
    expect(container.querySelector('button')?.textContent).toBe('4');
    click(container, 'button', 1);
    flushSync();
    expect(container.querySelectorAll('p')).toHaveLength(0);
    end();
  });

  test('Name.svelte: a binding', () => {
    const { container, end } = mount('Name.svelte');
    showsItsHtml(page, 'Name.svelte', container);
    const input = container.querySelector('input');
    expect(input?.value).toBe('Ada');
    if (input) input.value = 'Grace';
    input?.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    expect(store.get('/user/name')).toBe('Grace');
    end();
  });

  test('Log.svelte: events', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { end } = mount('Log.svelte');
    store.set('/todos/0/done', false);
    expect(log.mock.calls).toEqual([['/todos/0/done', false]]);
    end();
    store.set('/todos/0/done', true);
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
  });
});

describe('the recipe for Vue', async () => {
  const page = await loadRecipe<typeof import('vue')>('vue', { vue: ['createApp', 'nextTick'] });
  const { createApp, nextTick } = page.framework;
  const store = member<DataMap<any>>(page, 'store.js', 'store');

  function mount(file: string): { container: HTMLElement; end: () => void } {
    const container = newContainer();
    const app = createApp(member<never>(page, file, 'default'));
    app.mount(container);
    return { container, end: () => app.unmount() };
  }

  test('Todos.vue: a place', async () => {
    const { container, end } = mount('Todos.vue');
    showsItsHtml(page, 'Todos.vue', container);
    const input = container.querySelector('input');
    if (input) input.checked = true;
    input?.dispatchEvent(new Event('change'));
    expect(store.get('/todos/0/done')).toBe(true);
    store.set('/todos/0', { title: 'SHIP', done: false });
    await nextTick();
    expect(container.textContent?.trim()).toBe('SHIP');
    store.set('/todos/0/title', 'ship');
    end();
  });

  test('Name.vue: a place that can be written', async () => {
    const { container, end } = mount('Name.vue');
    showsItsHtml(page, 'Name.vue', container);
    const input = container.querySelector('input');
    expect(input?.value).toBe('Ada');
    if (input) input.value = 'Grace';
    input?.dispatchEvent(new Event('input'));
    expect(store.get('/user/name')).toBe('Grace');
    store.set('/user/name', 'Alan');
    await nextTick();
    expect(input?.value).toBe('Alan');
    end();
  });

  test('Open.vue: a live query', async () => {
    const { container, end } = mount('Open.vue');
    showsItsHtml(page, 'Open.vue', container);
    store.set('/todos/0/done', true);
    await nextTick();
    expect(container.textContent).toBe('');
    end();
  });
});
