import { escapeSegment, type Pointer, type Segment } from '../pointer.ts';
import { normalizedSegment } from './normalized-path.ts';

/**
 * A node of a result: a value and where it is. The location is a link to the node above, and is written
 * out only when it is asked for, each part once for all nodes below it.
 *
 * | | cost |
 * | --- | --- |
 * | `value`, `key`, `parent` | O(1) |
 * | `pointer`, `path`, `segments` | O(depth) the first time, less where a node above was asked before |
 *
 * @example
 * ```ts
 * import { compile, PathNode } from '@data-map/path';
 * const [node] = compile('$.users[*].name').nodes({ users: [{ name: 'Ada' }] });
 * console.log(node instanceof PathNode, node?.value, node?.pointer, node?.path); // -> true Ada /users/0/name $['users'][0]['name']
 * ```
 */
export class PathNode {
  /** The value in the document, not a copy. */
  readonly value: unknown;
  /** The node that contains this one; `undefined` for the root. */
  readonly parent: PathNode | undefined;
  /** The member name or index in the parent; `''` for the root. */
  readonly key: Segment;
  private knownPointer: string | undefined;
  /** Not there before it is asked for, which mostly nobody does. */
  declare private knownPath?: string;

  /** Called by evaluations. */
  constructor(value: unknown, parent: PathNode | undefined, key: Segment) {
    this.value = value;
    this.parent = parent;
    this.key = key;
    this.knownPointer = undefined;
  }

  /** The location as a JSON Pointer (RFC 6901). */
  get pointer(): Pointer {
    return this.written('knownPointer', '', pointerPart);
  }

  /** The keys from the root down: names of members are strings, indexes are numbers. */
  get segments(): Segment[] {
    return lineage(this, (node) => node.parent !== undefined)
      .map((node) => node.key)
      .reverse();
  }

  /** The location as a normalized path (RFC 9535, section 2.7). */
  get path(): string {
    return this.written('knownPath', '$', normalizedSegment);
  }

  /** A text of the location: each node adds its part to what is known of the one above, and keeps it. */
  private written(
    kind: 'knownPath' | 'knownPointer',
    root: string,
    part: (key: Segment) => string,
  ): string {
    const chain = lineage(this, (node) => node[kind] === undefined);
    let text = (chain.at(-1)?.parent ?? this)[kind] ?? root;
    for (let i = chain.length - 1; i >= 0; i--) {
      const node = chain[i] as PathNode;
      if (node.parent !== undefined) text += part(node.key);
      node[kind] = text;
    }
    return text;
  }
}

function pointerPart(key: Segment): string {
  return `/${escapeSegment(key)}`;
}

/** A node and those above it as long as the condition holds. A loop, since the depth is the document's. */
function lineage(start: PathNode, condition: (node: PathNode) => boolean): PathNode[] {
  const chain: PathNode[] = [];
  let node: PathNode | undefined = start;
  while (node !== undefined && condition(node)) {
    chain.push(node);
    node = node.parent;
  }
  return chain;
}
