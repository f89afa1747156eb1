import {
  createDataMap,
  signal,
  type CommitEvent,
  type DataMap,
  type Patch,
  type ReadonlySignal,
} from '@data-map/core';

/** The origin of a write: the user, the storm, or undo and redo. */
export type Origin = 'edit' | 'storm' | 'undo' | 'redo';

/** A commit that is listed and can be undone. */
export interface Entry {
  readonly id: number;
  readonly origin: Origin;
  readonly patch: Patch;
  readonly inverse: Patch;
}

/** The maximal number of listed commits. */
const LISTED = 100;

/**
 * One document: its store and its history.
 *
 * Commits of the storm are only counted. All others are kept and can be undone, last one first, by their inverse patches.
 */
export class Session {
  readonly name: string;
  readonly store: DataMap;
  readonly #entries = signal<readonly Entry[]>([]);
  readonly #stormCommits = signal(0);
  readonly #canUndo = signal(false);
  readonly #canRedo = signal(false);
  #done: Entry[] = [];
  #undone: Entry[] = [];
  #lastId = 0;

  constructor(name: string, document: unknown) {
    this.name = name;
    this.store = createDataMap<unknown>(document);
    this.store.onCommit((commit) => this.#record(commit));
  }

  /** The latest commits, newest first. */
  get entries(): ReadonlySignal<readonly Entry[]> {
    return this.#entries;
  }

  get stormCommits(): ReadonlySignal<number> {
    return this.#stormCommits;
  }

  get canUndo(): ReadonlySignal<boolean> {
    return this.#canUndo;
  }

  get canRedo(): ReadonlySignal<boolean> {
    return this.#canRedo;
  }

  /** Undoes the last commit that the storm did not make. */
  undo(): void {
    const entry = this.#done.pop();
    if (entry === undefined) return;
    this.#undone.push(entry);
    this.store.patch(entry.inverse, { origin: 'undo' satisfies Origin });
    this.#tell();
  }

  redo(): void {
    const entry = this.#undone.pop();
    if (entry === undefined) return;
    this.#done.push(entry);
    this.store.patch(entry.patch, { origin: 'redo' satisfies Origin });
    this.#tell();
  }

  dispose(): void {
    this.store.dispose();
  }

  #record(commit: CommitEvent): void {
    const { origin } = commit;
    if (origin === 'storm') {
      this.#stormCommits.value++;
      return;
    }
    const known: Origin = origin === 'undo' || origin === 'redo' ? origin : 'edit';
    // Patches are computed when they are read, so never for commits of the storm
    const { patch, inverse } = commit;
    const entry = { id: ++this.#lastId, origin: known, patch, inverse };
    this.#entries.value = [entry, ...this.#entries.value].slice(0, LISTED);
    if (known !== 'edit') return;
    this.#done.push(entry);
    this.#undone = [];
    this.#tell();
  }

  #tell(): void {
    this.#canUndo.value = this.#done.length > 0;
    this.#canRedo.value = this.#undone.length > 0;
  }
}
