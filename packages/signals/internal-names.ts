/**
 * Internal members, by what they are called in the build. Those of classes that may be extended get
 * an underscore, so that a member of a subclass cannot meet them. The declarations hold none of them.
 */
export const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  // Signals, computeds, effects, subscribers
  all: '_a',
  before: '_b',
  begin: '_q',
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
  options: '_o',
  outlives: '_z',
  owner: '_w',
  react: '_t',
  seenBy: '_k',
  subs: '_s',
  version: '_i',
  via: '_p',
  younger: '_y',
  // Links
  dep: 'd',
  nextDep: 'n',
  nextSub: 'x',
  prevSub: 'p',
  sub: 's',
  // What the engine shares
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
  tail: 't',
};
