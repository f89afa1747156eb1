import type { Step } from './closures.ts';

/** The last steps of chains of closures. Stable for use inside this package. */

/** Appends the value of each node. */
export const collect: Step = (node, out) => {
  out.push(node);
  return false;
};

/** Appends the value of the first node and stops. */
export const collectFirst: Step = (node, out) => {
  out.push(node);
  return true;
};

/** Stops at the first node: for tests of existence. */
export const found: Step = () => true;
