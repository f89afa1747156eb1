/**
 * Extracts the examples of the documentation as programs.
 *
 * Every code block that starts with three backticks and `ts`, in a Markdown file or in a documentation comment, is one complete program:
 * it has its own imports, and for each line that it logs there is a comment `// -> …`, in the same order. A block
 * marked `ts ignore` is a fragment, which is only counted.
 *
 * To run and type-check an example, it is written to a file in which its code has the same line numbers as
 * in the documentation, so that every reported line is the right one.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the documentation: Markdown, or TypeScript with documentation comments. */
export interface Source {
  /** Path relative to the repository. */
  readonly file: string;
  readonly text: string;
}

export interface Example {
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  /** The expected output: the texts of the comments `// -> …`. */
  readonly outputs: readonly Output[];
  /** Whether this is a fragment, which is neither run nor type-checked. */
  readonly ignored: boolean;
}

export interface Output {
  readonly line: number;
  readonly text: string;
}

const OPENING = /^(?<indent>\s*)```(?<info>[^`]*)$/;
const OUTPUT = /\/\/ -> ?(.*)$/;
const LANGUAGES: ReadonlySet<string> = new Set(['ts', 'typescript']);

export function examplesIn(source: Source): Example[] {
  return source.file.endsWith('.md') ? examplesInMarkdown(source) : examplesInComments(source);
}

/** @throws Error if a code block is not closed */
function examplesInMarkdown({ file, text }: Source): Example[] {
  return examplesInLines(file, text.split('\n'), 1);
}

/** Reads the documentation comments, without the `*` at the beginnings of their lines. */
function examplesInComments({ file, text }: Source): Example[] {
  const examples: Example[] = [];
  for (const { 0: comment, index } of text.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const first = text.slice(0, index).split('\n').length;
    const lines = comment.split('\n').map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\* ?)/, ''));
    examples.push(...examplesInLines(file, lines, first));
  }
  return examples;
}

function examplesInLines(file: string, lines: readonly string[], firstLine: number): Example[] {
  const examples: Example[] = [];
  let open: { indent: string; info: string; start: number } | undefined;
  for (const [index, line] of lines.entries()) {
    if (!open) {
      const { indent = '', info = '' } = OPENING.exec(line)?.groups ?? {};
      if (OPENING.test(line)) open = { indent, info: info.trim(), start: index + 1 };
    } else if (line.trim() === '```') {
      const { indent, info, start } = open;
      const [language = '', ...marks] = info.split(/\s+/);
      if (LANGUAGES.has(language)) {
        const code = lines.slice(start, index).map((one) => without(indent, one));
        examples.push(exampleOf(file, firstLine + start, code, marks.includes('ignore')));
      }
      open = undefined;
    }
  }
  if (open) throw new Error(`A fence is not closed at ${file}:${firstLine + open.start - 1}`);
  return examples;
}

function without(indent: string, line: string): string {
  return line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
}

function exampleOf(file: string, line: number, code: readonly string[], ignored: boolean): Example {
  const outputs: Output[] = [];
  for (const [index, text] of code.entries()) {
    const found = OUTPUT.exec(text)?.[1];
    if (found !== undefined) outputs.push({ line: line + index, text: found.trim() });
  }
  return { file, line, code: code.join('\n'), outputs, ignored };
}

/** An example, and the file to which it was written. */
export interface WrittenExample extends Example {
  readonly path: string;
}

/** Empties `folder`, and writes each example that is no fragment to a file in it. */
export function writeExamples(examples: readonly Example[], folder: string): WrittenExample[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const written: WrittenExample[] = [];
  for (const example of examples) {
    if (example.ignored) continue;
    const path = join(folder, `${example.file.replaceAll('/', '__')}__L${example.line}.ts`);
    // `export` makes it a module even without imports, so that names of examples do not collide
    writeFileSync(path, `${'\n'.repeat(example.line - 1)}${example.code}\nexport {};\n`);
    written.push({ ...example, path });
  }
  return written;
}

/** Joins the lines of one output, since `console.log` breaks long values into several lines. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}

/**
 * Compares the lines that an example logged with its comments. Returns a message with file and line for the first
 * difference, or `undefined`.
 */
export function difference(example: Example, logged: readonly string[]): string | undefined {
  const { file, outputs } = example;
  for (const [index, output] of outputs.entries()) {
    const found = logged[index];
    if (found === output.text) continue;
    return found === undefined
      ? `${file}:${output.line}: expected "${output.text}", and nothing more was logged`
      : `${file}:${output.line}: expected "${output.text}", found "${found}"`;
  }
  const extra = logged[outputs.length];
  if (extra === undefined) return undefined;
  return `${file}:${outputs.at(-1)?.line ?? example.line}: "${extra}" was logged and not announced`;
}
