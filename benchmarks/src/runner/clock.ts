/**
 * The clock of the measurements: the wall clock minus the time in which this thread was ready to run but waited for a
 * processor.
 *
 * On a machine with other work, a process is preempted now and then for some milliseconds, as long as
 * ten samples take. Linux counts the waiting time of a thread in nanoseconds, and the count is exact whenever the thread runs: it is the
 * second number in `/proc/thread-self/schedstat` (Documentation/scheduler/sched-stats.rst). Processor time is no
 * alternative: the kernel updates it only every few milliseconds, and a thread that blocks would look fast.
 * Without such a file, this is the wall clock.
 */
import { openSync, readSync } from 'node:fs';

const SCHEDSTAT = '/proc/thread-self/schedstat';
/** The longest content of the file: three numbers of at most 20 digits. */
const LONGEST = 64;
/** Reading the file takes fewer milliseconds than this, unless the thread is preempted meanwhile. */
const AT_ONCE = 0.05;
const ATTEMPTS = 10;

/** Milliseconds on the wall clock, with a fraction. */
export function wallClock(): number {
  return performance.now();
}

/** Returns a clock in milliseconds. Reading it costs about 3 µs if it reads the file. */
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
    // If the thread were preempted between the two readings, the second would include a wait that the first does not: the clock would go backwards
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = wallClock();
      const wait = waited();
      if (wallClock() - before < AT_ONCE) return before - wait;
    }
    return wallClock() - waited();
  };
}
