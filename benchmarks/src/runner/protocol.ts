/** The messages between the parent and a child process. */
import type { ContenderMemory, TimeResult } from './results.ts';
import type { RunSettings } from './settings.ts';

export type Job =
  | {
      readonly do: 'time';
      readonly file: string;
      readonly select: Selection;
      readonly settings: RunSettings;
      readonly plant: string | undefined;
    }
  | {
      readonly do: 'weigh';
      readonly file: string;
      readonly key: string;
      readonly contender: string;
      readonly settings: RunSettings;
    };

/** Which cases of a file to run: those that match every criterion that is given, so all if none is. */
export interface Selection {
  /** A text that the key or the name of the file contains. */
  readonly filter?: string | undefined;
  /** The exact keys. */
  readonly keys?: readonly string[] | undefined;
  /** Texts: the key begins with one of them, or the name of the file ends with one. */
  readonly oneOf?: readonly string[] | undefined;
}

export interface Planned {
  readonly kind: 'time' | 'memory';
  readonly key: string;
  readonly name: string;
  readonly size: number | undefined;
  readonly items: number;
  readonly contenders: readonly string[];
}

export type Report =
  | { readonly type: 'plan'; readonly cases: readonly Planned[] }
  | { readonly type: 'start'; readonly key: string }
  | { readonly type: 'time'; readonly result: TimeResult }
  | { readonly type: 'weight'; readonly weight: ContenderMemory }
  | { readonly type: 'error'; readonly message: string };

export function isSelected(key: string, file: string, { filter, keys, oneOf }: Selection): boolean {
  if (keys && !keys.includes(key)) return false;
  if (oneOf && !oneOf.some((text) => key.startsWith(text) || file.endsWith(text))) return false;
  return filter === undefined || key.includes(filter) || file.includes(filter);
}
