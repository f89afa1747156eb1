/**
 * One listener on an AbortSignal for all that it ends. A signal compares each listener that comes with all that it has, and from
 * the eleventh on Node warns of a leak.
 */
interface Ends {
  readonly all: Set<() => void>;
  readonly listener: () => void;
}

const known = new WeakMap<AbortSignal, Ends>();

/** Calls `end` when the signal is aborted. O(1). @returns what takes that back */
export function onAbort(signal: AbortSignal, end: () => void): () => void {
  const { all, listener } = known.get(signal) ?? listen(signal);
  all.add(end);
  return () => {
    if (!all.delete(end) || all.size > 0) return;
    known.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

function listen(signal: AbortSignal): Ends {
  const all = new Set<() => void>();
  const listener = (): void => {
    for (const end of all) end();
  };
  const ends = { all, listener };
  signal.addEventListener('abort', listener);
  known.set(signal, ends);
  return ends;
}
