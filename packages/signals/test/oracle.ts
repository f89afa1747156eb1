/**
 * The reference implementation that the random tests compare with: no lists of observers, no marks, no
 * clock. At every read and at the end of every batch, everything is verified from the ground up: a
 * computed verifies the sources that it read last time, in that order, and is evaluated if one of them
 * has changed. It is slow and simple, so that it can be trusted, and it counts its evaluations.
 *
 * A `Token` is what a version is in the engine: a source gets another one when its value changes, and
 * gets the old one back when its value is restored within a batch.
 */
type Token = object;
type Outcome = { ok: true; value: number } | { ok: false; error: unknown };

interface Source {
  settle(): Token;
  outcome: Outcome;
}

export class Oracle {
  private readonly effects: OracleEffect[] = [];
  private reads: Map<Source, Token> | undefined;
  private depth = 0;
  private flushing = false;
  /** The outcome and the token of each changed source before the batch. */
  private readonly before = new Map<Source, { outcome: Outcome; token: Token }>();

  signal(initial: number): OracleSignal {
    return new OracleSignal(this, initial);
  }

  computed(fn: () => number): OracleComputed {
    return new OracleComputed(this, fn);
  }

  effect(fn: () => void): OracleEffect {
    const effect = new OracleEffect(this, fn);
    this.effects.push(effect);
    effect.run();
    return effect;
  }

  batch(fn: () => void): void {
    this.depth++;
    try {
      fn();
    } finally {
      if (--this.depth === 0) this.flush();
    }
  }

  flush(): void {
    if (this.depth > 0) return;
    this.flushing = true;
    for (const effect of this.effects) if (!effect.disposed && effect.isStale()) effect.run();
    this.flushing = false;
    this.before.clear();
  }

  read(source: Source): number {
    const token = source.settle();
    if (this.reads !== undefined && !this.reads.has(source)) this.reads.set(source, token);
    if (!source.outcome.ok) throw source.outcome.error;
    return source.outcome.value;
  }

  /** Calls `fn` and returns what it read, in order. */
  record(fn: () => void): Map<Source, Token> {
    const outer = this.reads;
    const reads = (this.reads = new Map<Source, Token>());
    try {
      fn();
    } finally {
      this.reads = outer;
    }
    return reads;
  }

  untracked<T>(fn: () => T): T {
    const outer = this.reads;
    this.reads = undefined;
    try {
      return fn();
    } finally {
      this.reads = outer;
    }
  }

  /** Returns the token of a source whose outcome becomes `next`. */
  tokenFor(source: Source & { token: Token }, next: Outcome, remembering: boolean): Token {
    const before = this.before.get(source);
    if (before !== undefined) return same(before.outcome, next) ? before.token : {};
    if (remembering && this.depth > 0 && !this.flushing) {
      this.before.set(source, { outcome: source.outcome, token: source.token });
    }
    return {};
  }
}

export class OracleSignal implements Source {
  token: Token = {};
  outcome: Outcome;
  private readonly oracle: Oracle;

  constructor(oracle: Oracle, value: number) {
    this.oracle = oracle;
    this.outcome = { ok: true, value };
  }

  settle(): Token {
    return this.token;
  }

  get value(): number {
    return this.oracle.read(this);
  }

  set value(value: number) {
    const next: Outcome = { ok: true, value };
    if (same(this.outcome, next)) return;
    this.token = this.oracle.tokenFor(this, next, true);
    this.outcome = next;
    this.oracle.flush();
  }
}

export class OracleComputed implements Source {
  token: Token = {};
  outcome: Outcome = { ok: false, error: 'not evaluated' };
  evaluations = 0;
  private reads: Map<Source, Token> | undefined;
  private readonly oracle: Oracle;
  private readonly fn: () => number;

  constructor(oracle: Oracle, fn: () => number) {
    this.oracle = oracle;
    this.fn = fn;
  }

  get value(): number {
    return this.oracle.read(this);
  }

  settle(): Token {
    if (this.reads !== undefined && !changed(this.reads)) return this.token;
    const first = this.reads === undefined;
    const wasOk = this.outcome.ok;
    let next: Outcome = { ok: false, error: undefined };
    this.evaluations++;
    this.reads = this.oracle.record(() => {
      try {
        next = { ok: true, value: this.fn() };
      } catch (error) {
        next = { ok: false, error };
      }
    });
    const previous = this.outcome;
    if (first || !wasOk || !next.ok) this.token = {};
    else if (!same(previous, next)) this.token = this.oracle.tokenFor(this, next, true);
    this.outcome = next;
    return this.token;
  }
}

export class OracleEffect {
  disposed = false;
  private reads = new Map<Source, Token>();
  private readonly oracle: Oracle;
  private readonly fn: () => void;

  constructor(oracle: Oracle, fn: () => void) {
    this.oracle = oracle;
    this.fn = fn;
  }

  isStale(): boolean {
    return changed(this.reads);
  }

  run(): void {
    this.reads = this.oracle.record(this.fn);
  }
}

/** Whether a source has changed since it was read. Does not touch those after the first that has. */
function changed(reads: Map<Source, Token>): boolean {
  for (const [source, token] of reads) if (source.settle() !== token) return true;
  return false;
}

function same(a: Outcome, b: Outcome): boolean {
  return a.ok && b.ok && a.value === b.value;
}
