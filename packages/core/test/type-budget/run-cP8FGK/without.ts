/** Uses of literal pointers on a wide, deep, recursive type; compiled by `type-budget.test.ts`. */
import { createDataMap, type DataMap } from '../../../src/index.ts';

interface Node {
  readonly id: number;
  name: string;
  parent: Node | null;
  children: Node[];
  attributes: Record<string, string>;
  pair: [number, { deep: { deeper: boolean } }];
  either: { kind: 'a'; a: Node } | { kind: 'b'; b: string };
}
type Wide = {
  [
    K in `key${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  ]: Node;
};
interface Doc extends Wide {
  root: Node;
  nodes: Node[];
  index: Record<string, Node>;
}

export function uses(document: Doc): unknown[] {
  const store: DataMap<Doc> = createDataMap(document);
  const index: number = document.nodes.length;
  store.subscribe('/nodes/*/name', (name) => name?.length);
  store.subscribe('/nodes/**', (value, event) => [value, event.pointer]);
  store.update('/root/name', (name) => name.toUpperCase());
  store.push('/root/children', document.root);
  store.set(`/nodes/${index}/pair/1/deep/deeper`, true);
  return [
    
    // </uses>
    store.signal('/index/x/children/0/name').value,
  ];
}
