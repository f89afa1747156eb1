/** The document of the facade's benchmarks: a list of items. Each contender gets a new one. */
export interface Item {
  id: number;
  name: string;
  score: number;
  tags: { kind: string; weight: number };
}

export interface Shop {
  items: Item[];
  limit: number;
}

export function shop(size: number): Shop {
  const items = Array.from({ length: size }, (_, id) => ({
    id,
    name: `item ${id}`,
    score: id % 100,
    tags: { kind: `kind ${id % 7}`, weight: id % 13 },
  }));
  return { items, limit: 50 };
}
