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
