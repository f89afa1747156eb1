/**
 * Generates `llms.txt`, the guide to this repository for language models that https://llmstxt.org proposes: a title, a summary,
 * and lists of links, each with the first paragraph of the page that it leads to.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lists: a title, and the pages in reading order. A pattern adds all matching pages that are not listed before it. */
const SECTIONS: readonly (readonly [title: string, patterns: readonly string[]])[] = [
  ['Start here', ['docs/getting-started.md', 'packages/core/README.md']],
  [
    'Concepts',
    [
      'docs/paths-and-patterns.md',
      'docs/subscriptions.md',
      'docs/signals.md',
      'docs/live-queries.md',
      'docs/transactions-and-patches.md',
      'docs/arrays-and-refs.md',
      'docs/snapshots.md',
      'docs/*.md',
    ],
  ],
  ['Recipes', ['docs/recipes/*.md']],
  ['Packages', ['packages/*/README.md']],
  ['API reference', ['docs/api/*.md']],
  [
    'Optional',
    ['specs/*.md', 'docs/audit/*.md', 'benchmarks/*.md', 'playground/README.md', 'CONTRIBUTING.md'],
  ],
];

/** Pages that are not listed, since they only link to pages that are. */
const LEFT_OUT: ReadonlySet<string> = new Set(['docs/README.md', 'specs/README.md']);

/**
 * Returns the text of `llms.txt`.
 *
 * @param root - The repository, or a folder with the same layout.
 */
export function llmsText(root: string): string {
  const seen = new Set(LEFT_OUT);
  const lines = [`# ${titleOf(root, 'README.md')}`, '', `> ${leadOf(root, 'README.md')}`];
  for (const [title, patterns] of SECTIONS) {
    const files = patterns
      .flatMap((pattern) => globSync(pattern, { cwd: root }).toSorted())
      .filter((file) => !seen.has(file) && seen.add(file));
    if (files.length === 0) continue;
    lines.push('', `## ${title}`, '');
    for (const file of files) {
      const lead = leadOf(root, file);
      lines.push(`- [${titleOf(root, file)}](${file})${lead && `: ${lead}`}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function titleOf(root: string, file: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  if (title === undefined) throw new Error(`${file} has no title; expected a line "# …"`);
  return title.replaceAll('`', '').trim();
}

/** The first paragraph below the title, on one line and with links replaced by their text. Empty if the page begins with something else. */
function leadOf(root: string, file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  const [, below = ''] = /^# .+\n+([\s\S]*)$/m.exec(text) ?? [];
  const paragraph = below.split(/\n\s*\n/, 1)[0] ?? '';
  if (/^(?:#|\||```|<|- |\*\*\*|!\[)/.test(paragraph)) return '';
  return paragraph
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
