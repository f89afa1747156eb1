import { GLOBSTAR, WILDCARD } from '@data-map/path';
import { expect } from 'vitest';
import type { Matcher } from '../src/matcher.ts';
import type { TrieNode } from '../src/trie-node.ts';

/** Checks the invariants of a matcher, which must hold after every operation. Returns the number of its values. */
export function checkMatcher<T>(matcher: Matcher<T>): number {
  const uses = new Map<string, number>();
  let values = 0;
  let nodes = 0;
  const visit = (node: TrieNode<T>): void => {
    nodes++;
    node.forEachValue((value) => {
      values++;
      expect(node.has(value)).toBe(true);
    });
    const children: TrieNode<T>[] = [];
    node.forEachNamed((child, name) => {
      children.push(child);
      expect(child.edge).toBe(name);
      expect(node.child(name.id)).toBe(child);
      expect(matcher.names.find(name.key)).toBe(name);
      uses.set(name.key, (uses.get(name.key) ?? 0) + 1);
    });
    expect(children).toHaveLength(node.namedCount);
    if (node.star !== undefined) {
      expect(node.star.edge).toBe(WILDCARD);
      children.push(node.star);
    }
    if (node.globstar !== undefined) {
      expect(node.globstar.edge).toBe(GLOBSTAR);
      expect(node.edge).not.toBe(GLOBSTAR);
      children.push(node.globstar);
    }
    for (const child of children) {
      expect(child.parent).toBe(node);
      expect(child.isEmpty).toBe(false);
      visit(child);
    }
  };
  const { names, exact, wild, automaton } = matcher;
  for (const root of [exact, wild]) {
    // The automaton counts the nodes of the second trie, without its root
    nodes = -1;
    visit(root);
  }
  expect(automaton.nodes).toBe(nodes);
  expect(names.size).toBe(uses.size);
  for (const [key, count] of uses) expect(names.find(key)?.uses).toBe(count);
  return values;
}
