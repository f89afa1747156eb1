import { escapeSegment, type Pointer, type Segment } from '../pointer.ts';
import { normalizedSegment } from './normalized-path.ts';

/**
 * A node of a nodelist: a value and its location. The location is represented by a link to the parent node and formatted only
 * when it is read. A node keeps its pointer and its path, so nodes that share ancestors format their common part once.
 *
 * | | cost |
 * | --- | --- |
 * | `value`, `key`, `parent` | O(1) |
 * | `pointer`, `path` | O(levels above it that have not been formatted yet), O(1) when read again |
 * | `segments` | O(depth) |
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
  /** Not initialized, which makes nodes smaller: most nodes are never asked for their path. */
  declare private knownPath?: string;

  /** Called by `CompiledQuery.nodes`. */
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

  /** The keys from the root to this node: member names are strings, indexes are numbers. */
  get segments(): Segment[] {
    return lineage(this, (node) => node.parent !== undefined)
      .map((node) => node.key)
      .reverse();
  }

  /** The location as a normalized path (RFC 9535, section 2.7). */
  get path(): string {
    return this.written('knownPath', '$', normalizedSegment);
  }

  /** Formats the location from the nearest ancestor that has been formatted before, and caches the text in each node on the way. */
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

/** Returns a node and its ancestors, as long as the condition holds, upwards. A loop, since the document decides the depth. */
function lineage(start: PathNode, condition: (node: PathNode) => boolean): PathNode[] {
  const chain: PathNode[] = [];
  let node: PathNode | undefined = start;
  while (node !== undefined && condition(node)) {
    chain.push(node);
    node = node.parent;
  }
  return chain;
}
