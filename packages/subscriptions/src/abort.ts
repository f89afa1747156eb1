/**
 * The subscriptions that one AbortSignal ends. They share a single listener: an AbortSignal compares each new listener with all
 * existing ones, and from the eleventh on Node warns of a leak.
 */
interface SharedListener {
  readonly ends: Set<() => void>;
  readonly listener: () => void;
}

const sharedListeners = new WeakMap<AbortSignal, SharedListener>();

/** Calls `end` when the signal is aborted. Returns a function that cancels this. O(1). */
export function onAbort(signal: AbortSignal, end: () => void): () => void {
  const { ends, listener } = sharedListeners.get(signal) ?? listen(signal);
  ends.add(end);
  return () => {
    if (!ends.delete(end) || ends.size > 0) return;
    sharedListeners.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

function listen(signal: AbortSignal): SharedListener {
  const ends = new Set<() => void>();
  const listener = (): void => {
    for (const end of ends) end();
  };
  const shared = { ends, listener };
  signal.addEventListener('abort', listener);
  sharedListeners.set(signal, shared);
  return shared;
}
