import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

import { INTERNAL_NAMES as arrays } from '../../packages/arrays/internal-names.ts';
import { INTERNAL_NAMES as path } from '../../packages/path/internal-names.ts';
import { INTERNAL_NAMES as signals } from '../../packages/signals/internal-names.ts';
import { INTERNAL_NAMES as storage } from '../../packages/storage/internal-names.ts';
import { INTERNAL_NAMES as subscriptions } from '../../packages/subscriptions/internal-names.ts';
import { ROOT } from '../../scripts/packages.ts';

const PACKAGES: [name: string, internal: readonly string[]][] = [
  ['arrays', Object.keys(arrays)],
  ['signals', Object.keys(signals)],
  ['path', path],
  ['storage', storage],
  ['subscriptions', subscriptions],
];

/** The built-in objects that the packages use. */
const BUILT_IN: readonly object[] = [
  Array.prototype,
  Map.prototype,
  Set.prototype,
  WeakMap.prototype,
  WeakRef.prototype,
  Object.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Promise.prototype,
  Error.prototype,
  Object.getPrototypeOf(Uint32Array.prototype) as object,
  Object.getPrototypeOf([].values()) as object,
];

/** The legacy methods of String that make HTML. */
const MARKUP: ReadonlySet<string> = new Set(['anchor', 'link', 'sub']);

/** The build shortens a name wherever it occurs: `size` of a Set once became `s`, so a transient kept all nodes that it had written. */
test.each(PACKAGES)('no internal name of %s is the name of a built-in member', (_, names) => {
  const taken = names.filter(
    (name) => !MARKUP.has(name) && BUILT_IN.some((object) => name in object),
  );
  expect(taken).toEqual([]);
});

test.each(PACKAGES)(
  'every member of %s with an internal name is declared in that package',
  (name, names) => {
    const { used, foreign } = uses(name, new Set(names));
    expect(foreign).toEqual([]);
    expect(names.filter((each) => !used.has(each))).toEqual([]);
  },
);

test.each(PACKAGES.slice(2))('no public member of %s has an internal name', (name, names) => {
  const open = offered(name);
  expect(open.size).toBeGreaterThan(40);
  expect(names.filter((each) => open.has(each))).toEqual([]);
});

function read(name: string): {
  checker: ts.TypeChecker;
  files: readonly ts.SourceFile[];
  isOwn: (symbol: ts.Symbol) => boolean;
} {
  const folder = join(ROOT, 'packages', name, 'src');
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (file) =>
    ts.sys.readFile(file),
  ) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const roots = globSync('**/*.ts', { cwd: folder }).map((file) => join(folder, file));
  const program = ts.createProgram(roots, { ...options, types: [] });
  const isWithin = (file: ts.SourceFile): boolean => file.fileName.startsWith(folder);
  return {
    checker: program.getTypeChecker(),
    files: program.getSourceFiles().filter(isWithin),
    isOwn: ({ declarations = [] }) => declarations.every((each) => isWithin(each.getSourceFile())),
  };
}

/** Which of the names occur as members, and the members among them that are declared outside of the package. */
function uses(
  name: string,
  names: ReadonlySet<string>,
): { used: ReadonlySet<string>; foreign: string[] } {
  const { checker, files, isOwn } = read(name);
  const used = new Set<string>();
  const foreign: string[] = [];
  const visit = (node: ts.Node): void => {
    const member = memberAt(node);
    if (member !== undefined && names.has(member.text)) {
      used.add(member.text);
      const of = ownerOf(node, checker);
      const symbol =
        of === undefined ? checker.getSymbolAtLocation(member) : of.getProperty(member.text);
      const { fileName, text } = node.getSourceFile();
      if (symbol !== undefined && !isOwn(symbol)) {
        const line = text.slice(0, node.pos).split('\n').length;
        foreign.push(`${member.text} at ${fileName}:${line}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return { used, foreign };
}

/** The name of the member that a node reads, declares or destructures. */
function memberAt(node: ts.Node): ts.Identifier | undefined {
  let name: ts.Node | undefined;
  if (ts.isPropertyAccessExpression(node)) name = node.name;
  else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    name = node.propertyName ?? node.name;
  } else if (ts.isClassElement(node) || ts.isObjectLiteralElement(node) || ts.isTypeElement(node)) {
    name = node.name;
  }
  return name !== undefined && ts.isIdentifier(name) ? name : undefined;
}

/** The type of the object that a member belongs to, if the member's own symbol does not show it. */
function ownerOf(node: ts.Node, checker: ts.TypeChecker): ts.Type | undefined {
  if (ts.isBindingElement(node)) return checker.getTypeAtLocation(node.parent);
  return ts.isObjectLiteralElement(node) && ts.isObjectLiteralExpression(node.parent)
    ? checker.getContextualType(node.parent)
    : undefined;
}

/** The names of all members that are reachable from the exports of a package. */
function offered(name: string): ReadonlySet<string> {
  const { checker, files, isOwn } = read(name);
  const index = files.find(({ fileName }) => fileName.endsWith('/src/index.ts'))!;
  const names = new Set<string>();
  const seen = new Set<ts.Type>();
  const pending = checker.getExportsOfModule(checker.getSymbolAtLocation(index)!).flatMap((one) => {
    const symbol = (one.flags & ts.SymbolFlags.Alias) === 0 ? one : checker.getAliasedSymbol(one);
    return [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)];
  });
  for (let type; (type = pending.pop()) !== undefined;) {
    if (seen.has(type)) continue;
    seen.add(type);
    if (type.isUnionOrIntersection()) pending.push(...type.types);
    for (const call of type.getCallSignatures()) {
      pending.push(
        call.getReturnType(),
        ...call.parameters.map((one) => checker.getTypeOfSymbol(one)),
      );
    }
    if ((type.flags & ts.TypeFlags.Object) === 0) continue;
    pending.push(...checker.getTypeArguments(type as ts.TypeReference));
    for (const member of type.getProperties()) {
      if (!isOwn(member) || member.valueDeclaration === undefined || isHidden(member)) continue;
      names.add(member.name);
      pending.push(checker.getTypeOfSymbol(member));
    }
  }
  return names;
}

/** Private members may have short names even in a public class. */
function isHidden({ valueDeclaration }: ts.Symbol): boolean {
  const declaration = valueDeclaration as ts.NamedDeclaration;
  const isPrivate = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
  return isPrivate || (declaration.name !== undefined && ts.isPrivateIdentifier(declaration.name));
}
