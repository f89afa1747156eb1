import ts from 'typescript';

/**
 * Gives back the `const` that esbuild has made a `var`, at the top level of a bundle.
 *
 * An engine takes what a `const` stands for as given when it compiles a function, and has to look up a `var` at every
 * use (measured in `plans/signals-engine.md`). What is assigned to anywhere, be it only a local of the same name, stays as
 * it is. No column is moved, so that a source map holds.
 */
export function keepConstants(code: string): string {
  return code.replaceAll(/^var ([\w$]+) = /gm, (declaration, name: string) =>
    isAssigned(name, code) ? declaration : `const ${name}=`,
  );
}

/**
 * Puts numbers in the place of the constants at the top level of a bundle that stand for them: behind an import, a bundler keeps each as
 * a variable. Blanks fill the place of the name, so that no column is moved. A constant that is shorter than its number, is exported or
 * shares its name with something else stays as it is.
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

/** Whether an identifier reads a constant; `none` where it is the name of a member, or the constant itself is declared. */
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
  // A sign and the sign of the number would be another operator
  if (ts.isPrefixUnaryExpression(parent) || ts.isShorthandPropertyAssignment(parent))
    return 'other';
  if (ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent)) return 'other';
  return 'name' in parent && parent.name === node ? 'other' : 'read';
}

/**
 * Gives back the names of the classes that esbuild has put an underscore before, because their own code refers to them: whoever
 * prints an instance should read `SmartArray` and not `_SmartArray`. A blank takes the place of the underscore.
 */
export function keepClassNames(code: string): string {
  let kept = code;
  for (const [, name = ''] of code.matchAll(/^(?:const|var) ([\w$]+) ?= ?class _\1\b/gm)) {
    kept = kept.replaceAll(new RegExp(String.raw`(?<![\w$.])_${name}(?![\w$])`, 'g'), ` ${name}`);
  }
  return kept;
}

/**
 * Says of the classes with members named by symbols that to make them has no effect: webpack cannot know that of reading
 * `Symbol.iterator`, and would keep such a class, and all that it uses, for whoever imports anything else. Where the platform has no
 * `Symbol.dispose`, the member has the name that compilers put in its place, and not "undefined". Only columns of the lines
 * with the class's name, its end and that member are moved.
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
