/** What a package exports, and whether its documentation shows it at work. */
import ts from 'typescript';

export interface PublicName {
  readonly name: string;
  /** Where it is declared. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Its documentation has an `@example` with an output. */
  readonly shown: boolean;
}

const OUTPUT = /\/\/ -> ?\S/;

/** A package: the file that lists its public names, and the folder that holds its sources. */
export interface Entry {
  readonly file: string;
  readonly folder: string;
}

/**
 * For each entry the functions and classes that it exports and that are declared below its folder: what a package
 * passes on from a sibling is documented there. A class is shown by an example of its own or of one of its members.
 */
export function publicNames(entries: readonly Entry[]): PublicName[][] {
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
  return entries.map(({ file, folder }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    const exported = module ? checker.getExportsOfModule(module) : [];
    return exported.flatMap((symbol) => publicName(symbol, folder, checker) ?? []);
  });
}

function publicName(
  exported: ts.Symbol,
  folder: string,
  checker: ts.TypeChecker,
): PublicName | undefined {
  if (exported.declarations?.some(isTypeOnly)) return undefined;
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
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

/** `export type { X }` and `export { type X }` pass on a type, also where it is that of a class. */
function isTypeOnly(declaration: ts.Declaration): boolean {
  if (!ts.isExportSpecifier(declaration)) return false;
  return declaration.isTypeOnly || declaration.parent.parent.isTypeOnly;
}

function hasExample(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return symbol
    .getJsDocTags(checker)
    .some(({ name, text }) => name === 'example' && OUTPUT.test(ts.displayPartsToString(text)));
}

/** A function or a class, or a constant that holds one. */
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
