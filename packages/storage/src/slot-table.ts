/**
 * A small map from slots to child entries. Most entries have few children or none, and an empty Map alone takes more memory
 * than an entry. So up to 8 children the table is one array of exactly the needed size, `[slot, entry, slot, entry, …]`,
 * searched linearly; above, it is a Map. A Map does not turn back into an array: tables are dropped with their entries.
 */

import type { Entry, Key } from './entry.ts';

export type SlotTable = (Key | Entry)[] | Map<Key, Entry>;

const SMALL = 8;

export function findSlot(table: SlotTable, slot: Key): Entry | undefined {
  if (table instanceof Map) return table.get(slot);
  for (let i = 0; i < table.length; i += 2) if (table[i] === slot) return table[i + 1] as Entry;
  return undefined;
}

/** Returns the table with an entry added at its slot, which must be free. A Map is changed in place, an array replaced. */
export function withSlot(table: SlotTable | undefined, entry: Entry): SlotTable {
  if (table === undefined) return [entry.slot, entry];
  if (table instanceof Map) return table.set(entry.slot, entry);
  if (table.length < 2 * SMALL) return table.concat(entry.slot, entry);
  const map = new Map<Key, Entry>();
  for (const known of entriesOf(table)) map.set(known.slot, known);
  return map.set(entry.slot, entry);
}

/** Returns the table without a slot, which must be taken; undefined if nothing is left. */
export function withoutSlot(table: SlotTable, slot: Key): SlotTable | undefined {
  if (table instanceof Map) {
    table.delete(slot);
    return table.size > 0 ? table : undefined;
  }
  if (table.length === 2) return undefined;
  const at = table.indexOf(slot);
  return table.filter((_, i) => i !== at && i !== at + 1);
}

export function entriesOf(table: SlotTable | undefined): Iterable<Entry> {
  if (table === undefined) return [];
  return table instanceof Map ? table.values() : (table.filter((_, i) => i % 2 === 1) as Entry[]);
}
