/**
 * The clock of the timings: the wall clock without the time that this thread was ready to run and had to wait for a
 * processor.
 *
 * On a machine that does other things as well, a process is put aside for some milliseconds every now and then, which is
 * ten samples' worth. Linux counts what a thread has waited, in nanoseconds and up to date whenever the thread runs: the
 * second number in `/proc/thread-self/schedstat` (Documentation/scheduler/sched-stats.rst). Processor time itself is no
 * alternative: the kernel brings it up to date only every few milliseconds, and a thread that blocks would look fast.
 * Where there is no such file the wall clock has to do.
 */
import { openSync, readSync } from 'node:fs';

const SCHEDSTAT = '/proc/thread-self/schedstat';
/** Three numbers of at most 20 digits. */
const LONGEST = 64;
/** Milliseconds within which the file is read when nothing comes between. */
const AT_ONCE = 0.05;
const ATTEMPTS = 10;

/** Milliseconds on the wall clock, with a fraction. */
export function wallClock(): number {
  return performance.now();
}

/** A clock in milliseconds. Reading it costs about 3 µs where it reads the file. */
export function undisturbedClock(file = SCHEDSTAT): () => number {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return wallClock;
  }
  const buffer = Buffer.alloc(LONGEST);
  const waited = (): number => {
    const length = readSync(descriptor, buffer, 0, LONGEST, 0);
    return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / 1e6;
  };
  if (!Number.isFinite(waited())) return wallClock;
  return () => {
    // Put aside between the two readings, it would see the wait and not the time: the clock would go back.
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = wallClock();
      const wait = waited();
      if (wallClock() - before < AT_ONCE) return before - wait;
    }
    return wallClock() - waited();
  };
}
