/**
 * Final validation: what the founding plan promised in absolute figures, a case for each. `pnpm bench:validate` runs
 * them, prints what was promised and what was measured, and ends with exit code 1 where a target was missed.
 *
 * The promises are the founding plan's column of `specs/data-map.md` §8.3 (signal read and write, a match among 1,000
 * patterns, a complex query, a persistent push) and its success criteria (notifications, a wildcard query, observers,
 * allocations). Each case takes the reading of a promise that is harder to keep where there are two:
 *
 * - **matches** are of pointers that never came before;
 * - **notifications** start from an engine with nothing in it, so that the 1,000 subscriptions count as well;
 * - **the wildcard query** is asked after a write, so that no result can have been kept, for values and pointers;
 * - **observers** are effects, not bare callbacks;
 * - **allocations** are in a fresh layer, and once more each after a removal at a random place;
 * - **persistent pushes** go onto each version in turn, and once more all onto one whose tail is full, so that each of them
 *   copies a path through the tree; at sizes where the tree gains a level.
 *
 * One promise has an easy reading only: a million complex queries a second on 100,000 items leaves 10 ps for an item, so
 * it can be nothing but the same question asked again of a store in which nothing was written. That is what is timed, and
 * what the name says. What a query costs after a write is in `baseline/` and `path/`.
 *
 * Noise. A figure is the median of several rounds (15, with `--quick` 7), and `±` is their median deviation. A target is
 * **met** only if the median meets it. It is **missed** only if even the best plausible figure misses it, three robust
 * standard deviations of a round better than the median, since noise makes a round slower and never faster; only this
 * fails the run. Between the two it is **open**: nothing was shown. The growth of a push is judged in the same way, by
 * the exponents that fit each round; the bound is the exponent that fits log32 itself at these sizes. Reasons and code
 * are in `runner/target.ts`.
 */
import { arrayTargets } from './final-validation/arrays.ts';
import { patternTargets } from './final-validation/patterns.ts';
import { queryTargets } from './final-validation/queries.ts';
import { signalTargets } from './final-validation/signals.ts';

signalTargets();
patternTargets();
queryTargets();
arrayTargets();
