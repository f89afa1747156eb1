/**
 * The short names that internal members have in the build. Members of classes that users can extend get
 * an underscore, so that a member of a subclass cannot collide with them. The declarations do not contain
 * internal members. Which name has which letter was tried at random: it makes 30 bytes of the gzipped engine.
 */
export const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  // Signals, computeds, effects, subscribers
  all: '_y',
  before: '_m',
  checked: '_s',
  children: '_a',
  clean: '_j',
  cleanup: '_l',
  current: '_i',
  deps: '_r',
  elder: '_d',
  end: '_p',
  evaluate: '_z',
  execute: '_k',
  flags: '_c',
  fn: '_v',
  list: '_o',
  options: '_h',
  owner: '_u',
  react: '_g',
  seenBy: '_n',
  subs: '_x',
  survivesOwners: '_f',
  tell: '_w',
  version: '_e',
  via: '_b',
  younger: '_t',
  // Links
  dep: 'n',
  nextDep: 't',
  nextSub: 'u',
  prevSub: 'v',
  sub: 'i',
  // The shared state of the engine
  clock: 'j',
  depth: 'l',
  hooked: 'p',
  observer: 'e',
  queue: 'f',
  queued: 'a',
  rounds: 'c',
  run: 's',
  runs: 'x',
  scope: 'd',
  stopped: 'b',
  tail: 'r',
};
