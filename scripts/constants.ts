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
