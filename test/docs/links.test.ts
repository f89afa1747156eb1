import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT } from '../../scripts/packages.ts';

const PAGES = [
  '*.md',
  'llms.txt',
  'docs/**/*.md',
  'specs/*.md',
  'plans/*.md',
  'packages/*/README.md',
  'benchmarks/*.md',
  'examples/*/README.md',
  'playground/*.md',
];
const pages = globSync(PAGES, { cwd: ROOT }).toSorted();

/** The anchors of a page: those that GitHub derives from headings, and explicit ones in HTML. */
function anchorsOf(path: string): Set<string> {
  const text = readFileSync(path, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id));
  for (const [, heading = ''] of text.matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let unique = slug;
    for (let n = 1; anchors.has(unique); n++) unique = `${slug}-${n}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The links of a page to files of the repository whose target does not exist. */
function brokenLinks(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
  const broken: string[] = [];
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), file);
    if (relative(ROOT, path).startsWith('..') || !existsSync(path)) broken.push(target);
    else if (anchor !== undefined && statSync(path).isFile() && !anchorsOf(path).has(anchor)) {
      broken.push(target);
    }
  }
  return broken;
}

describe('links between the pages', () => {
  test('there are pages', () => expect(pages.length).toBeGreaterThan(30));

  test.each(pages)('%s has only links whose targets exist', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
