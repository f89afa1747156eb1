/** Finds the public names of packages, and those among them that lack a description or an example. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface PublicName {
  readonly name: string;
  /** Where it is declared. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Whether its documentation has an `@example` with an output. */
  readonly shown: boolean;
}

const OUTPUT = /\/\/ -> ?\S/;

/** An entry point of a package: the file that lists its public names, and the folder of its sources. */
export interface Entry {
  readonly file: string;
  readonly folder: string;
}

/** Returns the entry points of a package, as listed in the `exports` of its `package.json`. */
export function entriesOf(directory: string): Entry[] {
  const manifest: { exports: Record<string, string | Record<string, unknown>> } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  );
  return Object.values(manifest.exports).flatMap((one) =>
    typeof one === 'string'
      ? []
      : { file: join(directory, String(one['@data-map/source'])), folder: join(directory, 'src') },
  );
}

/**
 * Returns, for each entry point, the exported functions and classes that are declared in its folder. (Re-exports of a sibling's names
 * are documented there.) The example of a class may also be in the documentation of one of its members.
 */
export function publicNames(entries: readonly Entry[]): PublicName[][] {
  const { checker, exportsOf } = programOf(entries);
  return entries.map((entry) =>
    exportsOf(entry).flatMap((symbol) => publicName(symbol, entry.folder, checker) ?? []),
  );
}

/**
 * Returns, for each entry point, the exported names that lack a description, types included, and the public members of these that do. A member
 * whose type is a single string literal, such as the `code` of an error, needs none.
 */
export function undescribed(entries: readonly Entry[]): string[][] {
  const { checker, exportsOf } = programOf(entries);
  return entries.map((entry) =>
    exportsOf(entry).flatMap((exported) => {
      const symbol = aliased(exported, checker);
      const [declaration] = symbol.declarations ?? [];
      if (!declaration?.getSourceFile().fileName.startsWith(entry.folder)) return [];
      const members = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])];
      return [symbol, ...members.filter((member) => isPublicMember(member, checker))]
        .filter((one) => !isDescribed(one, checker))
        .map((one) => (one === symbol ? exported.name : `${exported.name}.${nameOf(one)}`));
    }),
  );
}

/** All names that an entry point exports and its package declares, types included. */
export function exportedNames(entries: readonly Entry[]): string[][] {
  const { checker, exportsOf } = programOf(entries);
  return entries.map((entry) =>
    exportsOf(entry).flatMap((exported) => {
      const [declaration] = aliased(exported, checker).declarations ?? [];
      return declaration?.getSourceFile().fileName.startsWith(entry.folder) ? exported.name : [];
    }),
  );
}

interface Program {
  readonly checker: ts.TypeChecker;
  exportsOf(entry: Entry): readonly ts.Symbol[];
}

function programOf(entries: readonly Entry[]): Program {
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      customConditions: ['@data-map/source'],
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
      strict: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  return {
    checker,
    exportsOf({ file }) {
      const source = program.getSourceFile(file);
      const module = source && checker.getSymbolAtLocation(source);
      return module ? checker.getExportsOfModule(module) : [];
    },
  };
}

function aliased(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function isDescribed(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (symbol.getDocumentationComment(checker).length > 0) return true;
  if (symbol.getJsDocTags(checker).length > 0) return true;
  // The symbol of a constructor has no documentation
  return symbol.declarations?.some((one) => ts.getJSDocCommentsAndTags(one).length > 0) ?? false;
}

function isPublicMember(member: ts.Symbol, checker: ts.TypeChecker): boolean {
  const [declaration] = member.declarations ?? [];
  if (!declaration || member.flags & (ts.SymbolFlags.TypeParameter | ts.SymbolFlags.Prototype)) {
    return false;
  }
  const modifiers = ts.getCombinedModifierFlags(declaration);
  if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return false;
  const name = ts.getNameOfDeclaration(declaration);
  if (name && ts.isPrivateIdentifier(name)) return false;
  // Constructors of errors are called by the package only
  if (ts.isConstructorDeclaration(declaration) && isError(declaration.parent, checker))
    return false;
  return !checker.getTypeOfSymbolAtLocation(member, declaration).isStringLiteral();
}

function isError(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(node).getProperty('stack') !== undefined;
}

function nameOf(member: ts.Symbol): string {
  return member.name === ts.InternalSymbolName.Constructor ? 'constructor' : member.name;
}

function publicName(
  exported: ts.Symbol,
  folder: string,
  checker: ts.TypeChecker,
): PublicName | undefined {
  if (exported.declarations?.some(isTypeOnly)) return undefined;
  const symbol = aliased(exported, checker);
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || !isCallable(symbol, declaration, checker)) return undefined;
  const file = declaration.getSourceFile();
  if (!file.fileName.startsWith(folder)) return undefined;
  const members = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])];
  return {
    name: exported.name,
    file: file.fileName,
    line: file.getLineAndCharacterOfPosition(declaration.getStart(file)).line + 1,
    shown: [symbol, ...members].some((one) => hasExample(one, checker)),
  };
}

/** Whether an export is `export type { X }` or `export { type X }`, which exports only the type of a class. */
function isTypeOnly(declaration: ts.Declaration): boolean {
  if (!ts.isExportSpecifier(declaration)) return false;
  return declaration.isTypeOnly || declaration.parent.parent.isTypeOnly;
}

function hasExample(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return symbol
    .getJsDocTags(checker)
    .some(({ name, text }) => name === 'example' && OUTPUT.test(ts.displayPartsToString(text)));
}

/** Whether a symbol is a function or a class, or a constant with such a value. */
function isCallable(
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
): boolean {
  if (!(symbol.flags & ts.SymbolFlags.Value)) return false;
  if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) return true;
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  return type.getCallSignatures().length + type.getConstructSignatures().length > 0;
}
