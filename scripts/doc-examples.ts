/**
 * The examples of the documentation, as programs.
 *
 * Every fence that starts with three backticks and `ts`, in a Markdown file or in a documentation comment, is a program
 * of its own: it has its own imports, and each line that it logs is announced, in order, by a comment `// -> …`. A fence
 * marked `ts ignore` is a fragment; they are counted.
 *
 * For running and type-checking, an example is written to a file in which its code stands on the very lines on which it
 * stands in the documentation, so that whatever reports a line reports the right one.
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
  /** What the comments `// -> …` announce. */
  readonly outputs: readonly Output[];
  /** A fragment, which is neither run nor checked. */
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

/** Throws where a fence is not closed. */
function examplesInMarkdown({ file, text }: Source): Example[] {
  return examplesInLines(file, text.split('\n'), 1);
}

/** Reads the documentation comments, each without its frame of stars. */
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

/** An example with the file that it was written to. */
export interface WrittenExample extends Example {
  readonly path: string;
}

/** Empties `folder` and writes the examples that are no fragments below it, with a configuration for the compiler. */
export function writeExamples(examples: readonly Example[], folder: string): WrittenExample[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const written: WrittenExample[] = [];
  for (const example of examples) {
    if (example.ignored) continue;
    const path = join(folder, `${example.file.replaceAll('/', '__')}__L${example.line}.ts`);
    // A module even without imports, so that names of one example do not meet those of another.
    writeFileSync(path, `${'\n'.repeat(example.line - 1)}${example.code}\nexport {};\n`);
    written.push({ ...example, path });
  }
  return written;
}

/** One line for each output: what `console.log` would break into several is joined. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}

/**
 * What is wrong with the lines that an example logged, as a message with file and line, or undefined where they are those
 * that it announces.
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
