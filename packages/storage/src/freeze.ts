/**
 * Freezing: in development the store freezes what it hands out, so that an accidental mutation throws at its own line
 * instead of corrupting the document of the store unnoticed.
 */

import { isContainer } from './container.ts';

const frozen = new WeakSet<object>();

/** Freezes a value and every container below it. Containers that this function froze before are not walked again. */
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
 * Whether `NODE_ENV` is set to something other than "production". The code contains exactly the expression
 * `process.env.NODE_ENV`, because bundlers replace that text by its value. Where there is neither a bundler nor `process`,
 * the expression throws.
 */
export function isDevelopment(): boolean {
  try {
    const mode = process.env.NODE_ENV;
    return mode !== undefined && mode !== 'production';
  } catch {
    return false;
  }
}
