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
    store.get("/root/id"),
store.get("/root/name"),
store.get("/root/parent/name"),
store.get("/root/children/0/name"),
store.get("/root/attributes/x"),
store.get("/root/pair/1/deep/deeper"),
store.get("/root/either/kind"),
store.get("/root/either/a/id"),
store.get("/nodes/0/id"),
store.get("/nodes/0/name"),
store.get("/nodes/0/parent/name"),
store.get("/nodes/0/children/0/name"),
store.get("/nodes/0/attributes/x"),
store.get("/nodes/0/pair/1/deep/deeper"),
store.get("/nodes/0/either/kind"),
store.get("/nodes/0/either/a/id"),
store.get("/index/x/id"),
store.get("/index/x/name"),
store.get("/index/x/parent/name"),
store.get("/index/x/children/0/name"),
store.get("/index/x/attributes/x"),
store.get("/index/x/pair/1/deep/deeper"),
store.get("/index/x/either/kind"),
store.get("/index/x/either/a/id"),
store.get("/key00/id"),
store.get("/key00/name"),
store.get("/key00/parent/name"),
store.get("/key00/children/0/name"),
store.get("/key00/attributes/x"),
store.get("/key00/pair/1/deep/deeper"),
store.get("/key00/either/kind"),
store.get("/key00/either/a/id"),
store.get("/key99/id"),
store.get("/key99/name"),
store.get("/key99/parent/name"),
store.get("/key99/children/0/name"),
store.get("/key99/attributes/x"),
store.get("/key99/pair/1/deep/deeper"),
store.get("/key99/either/kind"),
store.get("/key99/either/a/id"),
store.get("/key42/children/3/id"),
store.get("/key42/children/3/name"),
store.get("/key42/children/3/parent/name"),
store.get("/key42/children/3/children/0/name"),
store.get("/key42/children/3/attributes/x"),
store.get("/key42/children/3/pair/1/deep/deeper"),
store.get("/key42/children/3/either/kind"),
store.get("/key42/children/3/either/a/id"),
store.get("/root/parent/parent/id"),
store.get("/root/parent/parent/name"),
store.get("/root/parent/parent/parent/name"),
store.get("/root/parent/parent/children/0/name"),
store.get("/root/parent/parent/attributes/x"),
store.get("/root/parent/parent/pair/1/deep/deeper"),
store.get("/root/parent/parent/either/kind"),
store.get("/root/parent/parent/either/a/id"),
store.get("/nodes/7/children/1/children/2/id"),
store.get("/nodes/7/children/1/children/2/name"),
store.get("/nodes/7/children/1/children/2/parent/name"),
store.get("/nodes/7/children/1/children/2/children/0/name"),
store.get("/nodes/7/children/1/children/2/attributes/x"),
store.get("/nodes/7/children/1/children/2/pair/1/deep/deeper"),
store.get("/nodes/7/children/1/children/2/either/kind"),
store.get("/nodes/7/children/1/children/2/either/a/id"),
    // </uses>
    store.signal('/index/x/children/0/name').value,
  ];
}
