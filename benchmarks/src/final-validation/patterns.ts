import { parsePointer } from '@data-map/path';
import { PatternTrie, SubscriptionEngine, type ChangeRecord } from '@data-map/subscriptions';

import { NaivePatternIndex } from '../baseline/naive/pattern-index.ts';
import { group, type Contender } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { atLeast, within } from '../runner/target.ts';
import { workload } from '../subscriptions/workload.ts';

const PATTERNS = 1000;
const MATCHES = 1000;
const NOTIFICATIONS = 10_000;

interface Matcher extends Contender {
  match(pointer: string): readonly number[];
}

interface Notifier extends Contender {
  /** Returns the number of callbacks. */
  run(): number;
}

/** Targets: 100,000 matches a second, and 10,000 notifications in 100 ms, among 1,000 patterns each. */
export function patternTargets(): void {
  const { patterns, pointers, unseen } = workload(PATTERNS, NOTIFICATIONS);
  const naive = new NaivePatternIndex<number>();
  for (const [index, pattern] of patterns.entries()) naive.add(pattern, index);

  // No pointer occurs twice, so no result is cached. The time includes building its string
  group<Matcher>(
    'target/match among 1,000 patterns',
    {
      operations: MATCHES,
      target: atLeast(100_000),
      check({ match }) {
        for (const pointer of [...pointers.slice(0, 1000), unseen(), unseen()]) {
          const found = match(pointer)
            .toSorted((a, b) => a - b)
            .join();
          const wanted = naive.match(pointer).join();
          if (found !== wanted) {
            throw new Error(`Expected "${pointer}" to match ${wanted}, found ${found}`);
          }
        }
      },
    },
    {
      'data-map': () => {
        const trie = new PatternTrie<number>();
        for (const [index, pattern] of patterns.entries()) trie.add(pattern, index);
        return {
          match: (pointer) => [...trie.match(pointer)],
          run() {
            for (let index = 0; index < MATCHES; index++) sink(trie.match(unseen()));
          },
        };
      },
    },
  );

  // A new engine each time: the time includes the 1,000 subscriptions, the first match of each pointer and all callbacks
  const changes = pointers.map((pointer, index): ChangeRecord => ({
    op: 'replace',
    pointer,
    segments: parsePointer(pointer),
    value: index + 1,
    previous: index,
  }));
  group<Notifier>(
    'target/10,000 notifications, 1,000 patterns',
    {
      operations: 1,
      target: within(100),
      check({ run }) {
        const wanted = pointers.reduce((sum, pointer) => sum + naive.match(pointer).length, 0);
        const found = run();
        if (found !== wanted || found < NOTIFICATIONS) {
          throw new Error(`Expected ${wanted} callbacks, found ${found}`);
        }
      },
    },
    {
      'data-map': () => ({
        run() {
          const engine = new SubscriptionEngine({ getAt: () => undefined });
          let calls = 0;
          for (const pattern of patterns) engine.subscribe(pattern, () => void calls++);
          for (const change of changes) engine.notify(change);
          return calls;
        },
      }),
    },
  );
}
