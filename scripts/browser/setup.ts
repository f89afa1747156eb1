/** What tests expect of the global scope, before they run in a page. */
Reflect.set(globalThis, 'process', { env: {} });
Reflect.set(globalThis, 'global', globalThis);
