import type { Step } from './closures.ts';
import type { Evaluation } from './evaluation.ts';
import { childrenOf } from './json.ts';
import { refuseCycle } from './cycles.ts';

/** Descents recurse, which is fastest, up to this many nested calls; below that they use an explicit stack. */
export const MAX_RECURSION = 256;

/**
 * Continues a descent below the recursion limit, with an explicit stack, so that the depth is bounded by memory only. Visits the
 * nodes in document order (pre-order). Returns true as soon as `select` does. O(descendants).
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
    refuseCycle(node, depth, marks);
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
