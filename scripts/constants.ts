import ts from 'typescript';

/**
 * Turns each top-level `var` of a bundle that esbuild made from a `const` back into a `const`.
 *
 * An engine treats the value of a `const` as fixed when it compiles a function, but reads a `var` at every
 * use (measured in `plans/signals-engine.md`). A variable stays as it is if its name is assigned to anywhere, even if that is a local of the same
 * name. All columns stay the same, so the source map stays valid.
 */
export function keepConstants(code: string): string {
  return code.replaceAll(/^var ([\w$]+) = /gm, (declaration, name: string) =>
    isAssigned(name, code) ? declaration : `const ${name}=`,
  );
}

/**
 * Replaces each read of a top-level numeric constant of a bundle by the number. (A bundler inlines a constant only if no import precedes
 * it.) Blanks pad the number to the length of the name, so all columns stay the same. A constant stays as it is if its name is shorter than its number, if it is
 * exported, or if something else has the same name.
 */
export function inlineNumbers(code: string): string {
  const declarations = [...code.matchAll(/^const ([\w$]+)=(-?\d[\w.]*);/gm)];
  const numbers = new Map<string, string>();
  for (const [, name = '', number = ''] of declarations) {
    if (number.length <= name.length) numbers.set(name, number);
  }
  const reads: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && numbers.has(node.text)) {
      const use = useOf(node);
      if (use === 'read') reads.push(node);
      else if (use === 'other') numbers.delete(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest, true));
  let inlined = code;
  const write = (at: number, name: string, text: string, length: number): void => {
    if (!numbers.has(name)) return;
    inlined = inlined.slice(0, at) + text.padEnd(length) + inlined.slice(at + length);
  };
  for (const node of reads) {
    write(node.getStart(), node.text, numbers.get(node.text) ?? '', node.text.length);
  }
  for (const { index, 0: text, 1: name = '' } of declarations) write(index, name, '', text.length);
  return inlined;
}

/** How an identifier uses a constant: `none` if it is the name of a member, or declares the constant itself. */
function useOf(node: ts.Identifier): 'read' | 'none' | 'other' {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return 'none';
  if (ts.isBindingElement(parent) && parent.propertyName === node) return 'none';
  if (ts.isPropertyAssignment(parent) && parent.name === node) return 'none';
  if (ts.isClassElement(parent) && parent.name === node) return 'none';
  if (ts.isVariableDeclaration(parent) && parent.name === node) {
    const statement = parent.parent.parent;
    return ts.isVariableStatement(statement) && ts.isSourceFile(statement.parent)
      ? 'none'
      : 'other';
  }
  // `-` before a negative number would become `--`
  if (ts.isPrefixUnaryExpression(parent) || ts.isShorthandPropertyAssignment(parent))
    return 'other';
  if (ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent)) return 'other';
  return 'name' in parent && parent.name === node ? 'other' : 'read';
}

/**
 * Removes the underscore that esbuild puts before the name of a class whose code refers to the class itself, so that a printed
 * instance shows `SmartArray` and not `_SmartArray`. A blank replaces the underscore.
 */
export function keepClassNames(code: string): string {
  let kept = code;
  for (const [, name = ''] of code.matchAll(/^(?:const|var) ([\w$]+) ?= ?class _\1\b/gm)) {
    kept = kept.replaceAll(new RegExp(String.raw`(?<![\w$.])_${name}(?![\w$])`, 'g'), ` ${name}`);
  }
  return kept;
}

/**
 * Marks the classes with members named by symbols as free of side effects. webpack cannot know that reading
 * `Symbol.iterator` has none, and would keep such a class, and everything that it uses, in every bundle. If the platform has no
 * `Symbol.dispose`, the member gets the symbol that compilers use as a fallback, and not the name "undefined". Columns change only in the lines
 * with the class's name, its end and that member.
 */
export function markPureClasses(code: string): string {
  const dispose = 'Symbol.dispose ?? Symbol.for("Symbol.dispose")';
  return code.replaceAll(
    /^const ([\w$]+)=class(?: +\1)?( (?:[^\n]*\n(?!\}))*? {2}[*]?\[Symbol\.(?:[^\n]*\n)*?\});$/gm,
    (_, name: string, made: string) => {
      const body = made.replaceAll('[Symbol.dispose](', `[${dispose}](`);
      return `const ${name}=/* @__PURE__ */(() => class ${name}${body})();`;
    },
  );
}

function isAssigned(name: string, code: string): boolean {
  const quoted = name.replaceAll('$', String.raw`\$`);
  const operator = String.raw`(?:(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)?=(?![=>])|\+\+|--)`;
  return [
    String.raw`(?<![\w$.]|^var )${quoted}\s*${operator}`,
    String.raw`(?:\+\+|--)${quoted}(?![\w$.[(])`,
    // A pattern, or the variable of a loop
    String.raw`^\s*\(?[[{](?:[^\]}=]*[\s,[{])?${quoted}(?:[\s,][^\]}=]*)?[\]}]\s*=(?![=>])`,
    String.raw`for \(${quoted} (?:of|in) `,
  ].some((pattern) => new RegExp(pattern, 'm').test(code));
}
