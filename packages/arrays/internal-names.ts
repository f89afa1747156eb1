/**
 * The short names that internal members have in the build. Members of classes that users can extend get an underscore,
 * so that a member of a subclass cannot collide with them. The declarations do not contain internal members.
 */
export const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  // Vectors and transients
  edited: '_e',
  firstFrom: '_f',
  forget: '_d',
  owned: '_o',
  persist: '_p',
  tail: '_t',
  tree: '_r',
  writable: '_w',
  // Trees and iterators
  ends: 'e',
  following: 'f',
  leaf: 'l',
  leaves: 'v',
  nextLeaf: 'x',
  nodes: 'c',
  offset: 'o',
  passed: 'p',
  result: 'u',
  root: 'r',
  // Leaves of the layer and homes of slots
  before: 'b',
  homeOf: 'h',
  ids: 'i',
  index: 'd',
  issue: 'q',
  positionOf: 'g',
  rankOf: 'k',
  release: 'w',
  resize: 'z',
  settle: 'j',
  sizes: 'a',
  slotAt: 'm',
  table: 't',
  touch: 'y',
  // The sequences of a SmartArray
  vector: 'V',
};
