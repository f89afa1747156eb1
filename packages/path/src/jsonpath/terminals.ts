import type { Step } from './closures.ts';

/** What stands at the end of a chain of closures. Stable for use inside this package. */

/** Adds the value of each node. */
export const collect: Step = (node, out) => {
  out.push(node);
  return false;
};

/** Adds the value of the first node, and ends. */
export const collectFirst: Step = (node, out) => {
  out.push(node);
  return true;
};

/** Ends at the first node. */
export const found: Step = () => true;
