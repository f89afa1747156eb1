import { parsePattern, parsePointer } from '@data-map/path';

interface TrieNode<T> {
  readonly children: Map<unknown, TrieNode<T>>;
  readonly values: Set<T>;
}

const STAR = parsePattern('/*')[0];
const GLOBSTAR = parsePattern('/**')[0];

/** The founding plan's sketch of the trie: it matches by recursion, which is exponential in the number of `**`. */
export class NaiveTrie<T> {
  readonly #root: TrieNode<T> = newNode();

  add(pattern: string, value: T): void {
    let node = this.#root;
    for (const step of parsePattern(pattern)) {
      let child = node.children.get(step);
      if (child === undefined) {
        child = newNode();
        node.children.set(step, child);
      }
      node = child;
    }
    node.values.add(value);
  }

  remove(pattern: string, value: T): void {
    let node: TrieNode<T> | undefined = this.#root;
    for (const step of parsePattern(pattern)) node = node?.children.get(step);
    node?.values.delete(value);
  }

  match(pointer: string): Set<T> {
    const hits = new Set<T>();
    collect(this.#root, parsePointer(pointer), 0, hits);
    return hits;
  }
}

function newNode<T>(): TrieNode<T> {
  return { children: new Map(), values: new Set() };
}

function collect<T>(
  node: TrieNode<T>,
  segments: readonly string[],
  at: number,
  hits: Set<T>,
): void {
  if (at === segments.length) for (const value of node.values) hits.add(value);
  else {
    const named = node.children.get(segments[at]);
    const star = node.children.get(STAR);
    if (named !== undefined) collect(named, segments, at + 1, hits);
    if (star !== undefined) collect(star, segments, at + 1, hits);
  }
  const stars = node.children.get(GLOBSTAR);
  if (stars === undefined) return;
  for (let from = at; from <= segments.length; from++) collect(stars, segments, from, hits);
}
