import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { hostNode } from '../../scripts/host-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'host-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function place(path: string, mode = 0o755): string {
  const directory = join(folder, path);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'node'), '#!/bin/sh\n');
  chmodSync(join(directory, 'node'), mode);
  return directory;
}

test('the node of the host is the first on the PATH that is not in a node_modules folder', () => {
  const installed = place('project/node_modules/.bin');
  const linked = join(folder, 'linked');
  mkdirSync(linked);
  symlinkSync(join(installed, 'node'), join(linked, 'node'));
  const text = place('text', 0o644);
  const host = place('host');
  const later = place('later');
  const path = ['', installed, linked, text, join(folder, 'none'), host, later].join(delimiter);
  expect(hostNode(path)).toBe(join(host, 'node'));
  expect(hostNode([installed, linked].join(delimiter))).toBeUndefined();
  expect(hostNode('')).toBeUndefined();
});
