/** Propagation through the usual graphs. One operation is one write and everything that it causes. */
import { group } from '../runner/group.ts';
import { frameworks } from './frameworks.ts';
import { graphs, WRITES, type Graph } from './graphs.ts';

for (const name of Object.keys(graphs)) {
  const expected = new Map<string, string>();
  group(
    `signals/${name}`,
    {
      operations: WRITES,
      check(graph: Graph, contender) {
        graph.seen();
        graph.run();
        const seen = graph.seen();
        const first = expected.get(name) ?? seen;
        expected.set(name, first);
        if (seen.startsWith('0 runs') && name !== 'avoidable') throw new Error('Nothing ran');
        if (seen !== first) throw new Error(`Expected ${first}, found ${seen} in ${contender}`);
      },
    },
    Object.fromEntries(
      Object.entries(frameworks).map(([contender, framework]) => [
        contender,
        async () => {
          const copy: typeof import('./graphs.ts') = await import(`./graphs.ts?${contender}`);
          const build = copy.graphs[name];
          if (build === undefined) throw new Error(`Expected a graph, found "${name}"`);
          return build(framework);
        },
      ]),
    ),
  );
}
