/**
 * Freezing: in development what the store hands out is frozen, so that an accidental mutation throws at its line instead
 * of breaking the identity of values somewhere else later.
 */

import { isContainer } from './container.ts';

const frozen = new WeakSet<object>();

/** Freezes a value and every container below it; what was frozen here before is not entered again. */
export function deepFreeze<T>(value: T): T {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (!isContainer(next) || frozen.has(next)) continue;
    frozen.add(Object.freeze(next));
    for (const child of Array.isArray(next) ? next : Object.values(next)) {
      if (typeof child === 'object') pending.push(child);
    }
  }
  return value;
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * Whether `NODE_ENV` is set, and to something else than "production". Bundlers put its value in place of the whole
 * expression, also where there is no `process`; nothing is asked of that but the expression.
 */
export function isDevelopment(): boolean {
  try {
    const mode = process.env.NODE_ENV;
    return mode !== undefined && mode !== 'production';
  } catch {
    return false;
  }
}
