/**
 * The short names that internal members have in the build. Members of classes that users can extend get
 * an underscore, so that a member of a subclass cannot collide with them. The declarations do not contain
 * internal members.
 */
export const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  // Signals, computeds, effects, subscribers
  all: '_a',
  before: '_b',
  checked: '_c',
  children: '_h',
  clean: '_l',
  cleanup: '_u',
  current: '_v',
  deps: '_d',
  elder: '_e',
  end: '_n',
  evaluate: '_r',
  execute: '_x',
  flags: '_f',
  fn: '_g',
  list: '_j',
  options: '_o',
  owner: '_w',
  react: '_t',
  seenBy: '_k',
  subs: '_s',
  survivesOwners: '_z',
  tell: '_m',
  version: '_i',
  via: '_p',
  younger: '_y',
  // Links
  dep: 'd',
  nextDep: 'n',
  nextSub: 'x',
  prevSub: 'p',
  sub: 's',
  // The shared state of the engine
  clock: 'c',
  depth: 'h',
  hooked: 'k',
  observer: 'o',
  queue: 'q',
  queued: 'e',
  rounds: 'r',
  run: 'u',
  runs: 'm',
  scope: 'w',
  stopped: 'i',
  tail: 't',
};
