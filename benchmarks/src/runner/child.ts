/** The child process that runs one bench file, so that hidden classes and type feedback of one file do not affect another. */
import { pathToFileURL } from 'node:url';

import { undisturbedClock, wallClock } from './clock.ts';
import { bytesHeld, measureMemory } from './measure-memory.ts';
import { measureTime, warmCalibration } from './measure-time.ts';
import { parsePlant } from './plant.ts';
import { isSelected } from './protocol.ts';
import { caseKey, registeredCases } from './registry.ts';
import type { Job, Planned, Report } from './protocol.ts';
import type { Case } from './registry.ts';

function send(report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Expected to run with --expose-gc');
  globalThis.gc();
}

async function time(job: Extract<Job, { do: 'time' }>): Promise<void> {
  const cases = registeredCases(job.settings.contenders).filter(({ name, size }) =>
    isSelected(caseKey(name, size), job.file, job.select),
  );
  await send({ type: 'plan', cases: cases.map(planned) });
  const timed = cases.filter((one) => one.kind === 'time');
  if (timed.length === 0) return;
  const clocked = { ...job.settings, now: undisturbedClock() };
  const calibration = await warmCalibration(clocked);
  for (const one of timed) {
    await send({ type: 'start', key: caseKey(one.name, one.size) });
    collectGarbage();
    const result = await measureTime(one, {
      ...clocked,
      wall: wallClock,
      calibration,
      // The young generation only, since full collections would take longer than the rounds
      collectGarbage: () => void globalThis.gc?.({ type: 'minor' }),
      plant: parsePlant(job.plant),
    });
    await send({ type: 'time', result });
  }
}

function planned(one: Case): Planned {
  return {
    kind: one.kind,
    key: caseKey(one.name, one.size),
    name: one.name,
    size: one.size,
    items: one.kind === 'memory' ? one.items : 0,
    contenders: [...one.contenders.keys()],
  };
}

async function weigh(job: Extract<Job, { do: 'weigh' }>): Promise<void> {
  const found = registeredCases().find(({ name, size }) => caseKey(name, size) === job.key);
  if (found?.kind !== 'memory') throw new Error(`Expected a memory group, found "${job.key}"`);
  const weight = await measureMemory(found, job.contender, {
    rounds: job.settings.memoryRounds,
    collectGarbage,
    usage: bytesHeld,
  });
  await send({ type: 'weight', weight });
}

// The parent process was ended
process.on('disconnect', () => process.exit(1));

const job: Job = JSON.parse(process.argv[2] ?? '');
try {
  await import(pathToFileURL(job.file).href);
  await (job.do === 'time' ? time(job) : weigh(job));
} catch (error) {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await send({ type: 'error', message });
}
// Contenders may have left timers and sockets open, which would keep the process alive
process.exit();
