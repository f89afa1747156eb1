/** Runs benchmarks and records the results, file by file. */
import { thisMachine } from './machine.ts';
import { continued, fingerprint, readRecord, revision, writeRecord } from './record.ts';
import { runAll } from './run-all.ts';
import type { RunRecord } from './record.ts';
import type { Run } from './run-all.ts';

export interface RecordedRun extends Omit<Run, 'known' | 'onFile'> {
  /** Where the record is written. */
  readonly json: string;
  /** Whether to continue an interrupted run, if the record is one. */
  readonly goOn: boolean;
}

export interface Recorded {
  readonly record: RunRecord;
  readonly failures: readonly string[];
}

export async function recordRun({ json, goOn, ...run }: RecordedRun): Promise<Recorded> {
  const machine = thisMachine();
  run.print(
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, V8 ${machine.v8}\n`,
  );
  const started: RunRecord = {
    date: new Date().toISOString(),
    revision: revision(),
    fingerprint: fingerprint(),
    machine,
    settings: run.settings,
    complete: false,
    seconds: {},
    files: {},
  };
  let record = goOn ? continued(readRecord(json), started) : started;
  const known = Object.keys(record.files).length;
  if (known > 0) run.print(`Going on with the run of ${record.date}: ${known} files are done\n`);
  const { files, failures } = await runAll({
    ...run,
    known: record.files,
    onFile(name, results, seconds) {
      if (results.length === 0) return;
      record = {
        ...record,
        seconds: { ...record.seconds, [name]: Number(seconds.toFixed(1)) },
        files: { ...record.files, [name]: results },
      };
      writeRecord(json, record);
    },
  });
  if (files.size > 0) writeRecord(json, (record = { ...record, complete: true }));
  return { record, failures };
}
