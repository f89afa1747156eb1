import { PathLimitError } from '../jsonpath/errors.ts';
import { Evaluation, type PathLimits } from '../jsonpath/evaluation.ts';

/**
 * The evaluation of filters over many calls: what was read from the root is kept until it changes, while the limit on visited nodes holds
 * for each call by itself.
 */
export class PartialEvaluation extends Evaluation {
  readonly #limit: number;
  #left: number;

  constructor(root: unknown, limits: PathLimits) {
    super(root, limits);
    this.#limit = limits.maxNodes ?? 10_000_000;
    this.#left = this.#limit;
  }

  /** A new call begins. */
  restart(): void {
    this.#left = this.#limit;
  }

  override get visited(): number {
    return this.#limit - this.#left;
  }

  override visit(count: number): void {
    this.#left -= count;
    if (this.#left < 0) {
      throw new PathLimitError(`The query visits more than ${this.#limit} nodes (maxNodes)`);
    }
  }
}
