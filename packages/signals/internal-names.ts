/**
 * The short names that internal members have in the build. Members of classes that users can extend get
 * an underscore, so that a member of a subclass cannot collide with them. The declarations do not contain
 * internal members. Which name has which letter was tried at random: it makes 30 bytes of the gzipped engine.
 */
export const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  // Signals, computeds, effects, subscribers
  all: '_p',
  before: '_g',
  checked: '_o',
  children: '_b',
  clean: '_y',
  cleanup: '_u',
  current: '_a',
  deps: '_n',
  elder: '_d',
  end: '_k',
  evaluate: '_j',
  execute: '_h',
  flags: '_c',
  fn: '_v',
  list: '_q',
  options: '_i',
  owner: '_t',
  react: '_w',
  seenBy: '_s',
  subs: '_f',
  survivesOwners: '_x',
  tell: '_m',
  version: '_e',
  via: '_l',
  younger: '_r',
  // Links
  dep: 't',
  nextDep: 'o',
  nextSub: 'u',
  prevSub: 'v',
  sub: 'f',
  // The shared state of the engine
  clock: 'g',
  depth: 's',
  hooked: 'r',
  observer: 'e',
  queue: 'd',
  queued: 'a',
  rounds: 'c',
  run: 'i',
  runs: 'h',
  scope: 'l',
  stopped: 'p',
  tail: 'n',
};
