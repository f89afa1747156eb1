/** Finds the rules of the specifications, and the tests that quote them. */
import ts from 'typescript';

/** A file and its text. */
export interface Document {
  /** The path for messages, relative to the repository. */
  readonly file: string;
  readonly text: string;
}

/** Where a rule is stated or quoted. */
export interface Mention {
  readonly id: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Coverage {
  readonly rules: readonly Mention[];
  readonly duplicates: readonly Mention[];
  /** Rules that no test quotes. */
  readonly untested: readonly Mention[];
  /** Quotations of rules that do not exist. */
  readonly unknown: readonly Mention[];
}

/** A rule starts a list item: `- **SIG3** …`. */
const RULE = /^\s*(?:[-*+]|\d+\.)\s+\*\*([A-Z]+\d+)\*\*/;
const FENCE = /^\s*(?:```|~~~)/;
const ID = /\b[A-Z]+\d+\b/g;
/** Ids that open a name and end with a colon are always quotations: `SIG3, SIG4: …`. */
const LEADING_IDS = /^(?:[A-Z]+\d+(?:,\s*|\s+and\s+|\s+))*[A-Z]+\d+:/;
/** `test`, `it` and `describe`, also as `test.each(…)`, `test.for(…)` or `describe.skipIf(…)`. */
const TEST_FUNCTIONS: ReadonlySet<string> = new Set(['test', 'it', 'describe', 'suite']);

/** Returns the rules that a specification states, in order. Skips code blocks. */
export function rulesIn({ file, text }: Document): Mention[] {
  const rules: Mention[] = [];
  let fenced = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (FENCE.test(line)) fenced = !fenced;
    const id = fenced ? undefined : RULE.exec(line)?.[1];
    if (id !== undefined) rules.push({ id, file, line: index + 1 });
  }
  return rules;
}

/**
 * Returns the rules that the names of tests quote. A word such as `UTF8` or `RFC6901` is a quotation only if some rule has the same
 * letters, or if it opens a name and a colon follows.
 */
export function quotationsIn({ file, text }: Document, prefixes: ReadonlySet<string>): Mention[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mention[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTestFunction(node.expression)) {
      const [name] = node.arguments;
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      for (const id of name ? idsIn(staticText(name), prefixes) : []) {
        found.push({ id, file, line });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Compares the rules that the specifications state with those that the tests quote. */
export function coverage(specs: readonly Document[], tests: readonly Document[]): Coverage {
  const rules = specs.flatMap(rulesIn);
  const byId = new Map<string, Mention>();
  const duplicates: Mention[] = [];
  for (const rule of rules) {
    if (byId.has(rule.id)) duplicates.push(rule);
    else byId.set(rule.id, rule);
  }
  const prefixes = new Set([...byId.keys()].map((id) => id.replace(/\d+$/, '')));
  const quotations = tests.flatMap((document) => quotationsIn(document, prefixes));
  const quoted = new Set(quotations.map(({ id }) => id));
  return {
    rules,
    duplicates,
    untested: [...byId.values()].filter(({ id }) => !quoted.has(id)),
    unknown: quotations.filter(({ id }) => !byId.has(id)),
  };
}

function isTestFunction(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return TEST_FUNCTIONS.has(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return isTestFunction(callee.expression);
  if (ts.isCallExpression(callee)) return isTestFunction(callee.expression);
  return ts.isTaggedTemplateExpression(callee) && isTestFunction(callee.tag);
}

/** The constant parts of a name: those of a template literal, or of both sides of a concatenation. */
function staticText(name: ts.Expression): string {
  if (ts.isStringLiteralLike(name)) return name.text;
  if (ts.isTemplateExpression(name)) {
    return name.head.text + name.templateSpans.map(({ literal }) => ` ${literal.text}`).join('');
  }
  if (ts.isBinaryExpression(name)) return `${staticText(name.left)}${staticText(name.right)}`;
  return '';
}

function idsIn(name: string, prefixes: ReadonlySet<string>): ReadonlySet<string> {
  const leading = LEADING_IDS.exec(name)?.[0] ?? '';
  const known = (name.match(ID) ?? []).filter((id) => prefixes.has(id.replace(/\d+$/, '')));
  return new Set([...(leading.match(ID) ?? []), ...known]);
}
