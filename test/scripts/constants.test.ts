import { expect, test } from 'vitest';

import {
  inlineNumbers,
  keepClassNames,
  keepConstants,
  markPureClasses,
} from '../../scripts/constants.ts';

test('a variable that is never assigned to becomes a constant again, and no column moves', () => {
  const code =
    'var state = { depth: 0 };\nvar Flag$1 = 1;\nfunction f(state2) {\n  --state.depth;\n}\n';
  const kept = keepConstants(code);
  expect(kept).toBe(
    'const state={ depth: 0 };\nconst Flag$1=1;\nfunction f(state2) {\n  --state.depth;\n}\n',
  );
  expect(kept.indexOf('{ depth')).toBe(code.indexOf('{ depth'));
});

test.each([
  'a = 2;',
  'a += 2;',
  'a ??= 2;',
  'a >>>= 2;',
  'a++;',
  '--a;',
  '[c, a] = [1, 2];',
  '[a] = [1];',
  '({ a } = b);',
  '({ a, c } = b);',
  'for (a of [1]) ;',
])('a variable that is assigned to stays a variable: %s', (assignment) => {
  const code = `var a = 1;\nvar b = 2;\n${assignment}\n`;
  expect(keepConstants(code)).toBe(`var a = 1;\nconst b=2;\n${assignment}\n`);
});

test.each([
  'a == 2;',
  'a === 2;',
  'a <= 2;',
  'x.a = 2;',
  'a.b = 2;',
  'a[0]++;',
  'b[a] = 2;',
  'a >= 2;',
  'a != 2;',
  '({ a }) => 1;',
  'f(--a.b);',
])('code that only looks like an assignment leaves a constant: %s', (use) => {
  expect(keepConstants(`var a = {};\n${use}\n`)).toBe(`const a={};\n${use}\n`);
});

test('a class gets its own name back, and other names are not changed', () => {
  const built = `const Vector=class _Vector extends Base {
  static of() { return new _Vector(this._Vector, _Vectors); }
};`;
  const kept = keepClassNames(built);
  expect(kept).toBe(`const Vector=class  Vector extends Base {
  static of() { return new  Vector(this._Vector, _Vectors); }
};`);
  expect(kept.length).toBe(built.length);
});

test('only classes with members named by symbols are marked as pure, and keep their names', () => {
  const other = `const Plain=class {
  get() { return this[Symbol.iterator]; }
};
`;
  const built = `${other}const List=class {
  *[Symbol.iterator]() {
  }
};
const Held=class  Held extends List {
  [Symbol.dispose]() {
    return new  Held();
  }
};
${other}`;
  expect(markPureClasses(built)).toBe(`${other}const List=/* @__PURE__ */(() => class List {
  *[Symbol.iterator]() {
  }
})();
const Held=/* @__PURE__ */(() => class Held extends List {
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    return new  Held();
  }
})();
${other}`);
});

test('a number replaces every read of its constant, and no column moves', () => {
  const built = `import { a } from 'a';
const WIDTH=32;
const NONE=-1;
const HALF_OF=0.5;
class Row { WIDTH = a.WIDTH; static NONE() {} }
const next=(at) => at < WIDTH ? { NONE: at + WIDTH } : [NONE, at - NONE, \`\${WIDTH} WIDTH\`, HALF_OF];
const DOUBLE=WIDTH * 2;
`;
  const inlined = inlineNumbers(built);
  expect(inlined).toBe(`import { a } from 'a';
${' '.repeat(15)}
${' '.repeat(14)}
${' '.repeat(18)}
class Row { WIDTH = a.WIDTH; static NONE() {} }
const next=(at) => at < 32    ? { NONE: at + 32    } : [-1  , at - -1  , \`\${32   } WIDTH\`, 0.5    ];
const DOUBLE=32    * 2;
`);
  expect(inlined.length).toBe(built.length);
});

test.each([
  'export { N0 };',
  'export { N0 as other };',
  'f({ N0 });',
  'f(-N0);',
  'f((N0) => N0);',
  'function N0() {}',
  'f(({ a: N0 }) => 1);',
  '{ let N0; }',
])('a constant that is not only read stays: %s', (use) => {
  const built = `const N0=1;\nconst LONG=10000;\n${use}\nf(N0, LONG);\n`;
  expect(inlineNumbers(built)).toBe(built);
});
