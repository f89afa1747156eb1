/** Defines the Node globals that tests expect, before they run in a page. */
Reflect.set(globalThis, 'process', { env: {} });
Reflect.set(globalThis, 'global', globalThis);
