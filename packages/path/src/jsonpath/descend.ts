import type { Step } from './closures.ts';
import type { Evaluation } from './evaluation.ts';
import { childrenOf } from './json.ts';
import { meet } from './rings.ts';

/** Up to so many levels descents recurse, which is the fastest way; then a list takes over. */
export const MAX_RECURSION = 256;

/**
 * The rest of a descent, from a node that lies deep: the nodes that wait for their turn lie on a stack in
 * memory, so that only the memory bounds the depth. In the order of documents: each node before its
 * children. O(descendants).
 */
export function descendDeep(
  select: Step,
  start: object,
  startDepth: number,
  out: unknown[],
  run: Evaluation,
): boolean {
  const stack: object[] = [start];
  const depths = [startDepth];
  const marks: unknown[] = [];
  for (let node; (node = stack.pop()) !== undefined;) {
    const depth = depths.pop() as number;
    run.enter(depth);
    meet(node, depth, marks);
    if (select(node, out, run)) return true;
    const children = childrenOf(node);
    run.visit(children.length);
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      if (typeof child !== 'object' || child === null) continue;
      stack.push(child);
      depths.push(depth + 1);
    }
  }
  return false;
}
