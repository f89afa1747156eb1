import { describe, expect, test } from 'vitest';

import { coverage, quotationsIn, rulesIn } from '../../scripts/spec-rules.ts';

const spec = (text: string, file = 'specs/a.md') => ({ file, text });
const suite = (text: string, file = 'packages/a/test/a.test.ts') => ({ file, text });
const ids = (mentions: readonly { readonly id: string }[]) => mentions.map(({ id }) => id);

describe('rules', () => {
  test('are bold ids at the start of a list item, with their lines', () => {
    const text =
      '# Rules\n\n- **SIG1** One.\n  - **SIG2** Two.\n1. **STO3** Three.\n* **A4** Four.';
    expect(rulesIn(spec(text))).toEqual([
      { id: 'SIG1', file: 'specs/a.md', line: 3 },
      { id: 'SIG2', file: 'specs/a.md', line: 4 },
      { id: 'STO3', file: 'specs/a.md', line: 5 },
      { id: 'A4', file: 'specs/a.md', line: 6 },
    ]);
  });

  test('are not ids that prose or code mentions', () => {
    const text =
      'See **SIG1**.\n- As **SIG2** says\n- `**SIG3**`\n```text\n- **SIG4** no\n```\n- SIG5';
    expect(rulesIn(spec(text))).toEqual([]);
  });
});

describe('quotations', () => {
  const found = (text: string) => ids(quotationsIn(suite(text), new Set(['SIG', 'STO'])));

  test('are found in the names of tests and groups of tests, with modifiers such as `each` too', () => {
    expect(found(`test('SIG1: a', () => {});`)).toEqual(['SIG1']);
    expect(found(`describe("b (SIG2)", () => { it('STO3, SIG4: c', f); });`)).toEqual([
      'SIG2',
      'STO3',
      'SIG4',
    ]);
    expect(found('test.each([1])(`SIG5: ${x} STO6`, f); describe.skipIf(y)("SIG7", f);')).toEqual([
      'SIG5',
      'STO6',
      'SIG7',
    ]);
    expect(found(`test('SIG1: a ' + 'SIG2', f)`)).toEqual(['SIG1', 'SIG2']);
  });

  test('are not found in comments, bodies or other calls', () => {
    expect(found(`// SIG1\ntest('a', () => { expect('SIG2'); }); run('SIG3'); SIG4;`)).toEqual([]);
  });

  test('have the letters of an existing rule, or open a name and are followed by a colon', () => {
    expect(found(`test('reads UTF8 and RFC6901', f)`)).toEqual([]);
    expect(found(`test('SGI1: misspelt', f)`)).toEqual(['SGI1']);
    expect(found(`test('STO1 and SGI2: two', f)`)).toEqual(['STO1', 'SGI2']);
  });

  test('have the line of the test', () => {
    expect(quotationsIn(suite(`\n\ntest('SIG1: a', f)`), new Set(['SIG']))[0]?.line).toBe(3);
  });
});

describe('coverage', () => {
  test('is complete if every rule is quoted', () => {
    const { untested, unknown, duplicates, rules } = coverage(
      [spec('- **SIG1** a'), spec('- **STO1** b', 'specs/b.md')],
      [suite(`test('SIG1: a', f); test('b STO1', f)`)],
    );
    expect({ untested, unknown, duplicates }).toEqual({
      untested: [],
      unknown: [],
      duplicates: [],
    });
    expect(rules).toHaveLength(2);
  });

  test('finds rules without a test, quotations of unknown rules, and ids used twice', () => {
    const { untested, unknown, duplicates } = coverage(
      [spec('- **SIG1** a\n- **SIG2** b'), spec('- **SIG1** c', 'specs/b.md')],
      [suite(`test('SIG1: a', f); test('SIG3: b', f)`)],
    );
    expect(untested).toEqual([{ id: 'SIG2', file: 'specs/a.md', line: 2 }]);
    expect(unknown).toEqual([{ id: 'SIG3', file: 'packages/a/test/a.test.ts', line: 1 }]);
    expect(duplicates).toEqual([{ id: 'SIG1', file: 'specs/b.md', line: 1 }]);
  });
});
