/**
 * Pseudo-random numbers that are the same in every run: a linear congruential generator (Numerical Recipes, §7.1).
 * Returns a function that returns integers from 0 to `below - 1`.
 */
export function seededRandom(seed = 1): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
