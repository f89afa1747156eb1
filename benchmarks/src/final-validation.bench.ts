/**
 * Final validation: one case for each absolute figure that the founding plan promised. `pnpm bench:validate` runs
 * them, prints the promised and the measured figures, and ends with exit code 1 if a target was missed.
 *
 * The promises are the founding plan's column of `specs/data-map.md` §8.3 (signal read and write, a match among 1,000
 * patterns, a complex query, a persistent push) and its success criteria (notifications, a wildcard query, observers,
 * allocations). If a promise can be read in two ways, the case measures the harder one:
 *
 * - **matches** use pointers that were not seen before;
 * - **notifications** start from an empty engine, so making the 1,000 subscriptions counts as well;
 * - **the wildcard query** follows a write, so that no result is cached, and returns values and pointers;
 * - **observers** are effects, not bare callbacks;
 * - **allocations** are in a fresh layer, and in a second case each follows a removal at a random position;
 * - **persistent pushes** go onto each version in turn, and in a second case all onto one version with a full tail, so that each of them
 *   copies a path through the tree. The sizes are those at which the tree gains a level.
 *
 * One promise can only be read the easy way: a million complex queries a second on 100,000 items would leave 10 ps for an item, so
 * it can only mean a repeated query on an unchanged store. That is what the case measures, and
 * what its name says. `baseline/` and `path/` measure a query after a write.
 *
 * A figure is the median of several rounds (25 with `pnpm bench:validate`), and `±` is their median deviation. `runner/target.ts` says when a target counts as
 * met, open or missed, and how the growth of a push is judged. Only a missed target fails the run.
 */
import { arrayTargets } from './final-validation/arrays.ts';
import { patternTargets } from './final-validation/patterns.ts';
import { queryTargets } from './final-validation/queries.ts';
import { signalTargets } from './final-validation/signals.ts';

signalTargets();
patternTargets();
queryTargets();
arrayTargets();
