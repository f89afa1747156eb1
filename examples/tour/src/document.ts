import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

/** A document to be shown around, with the name it goes by. */
export interface LoadedDocument {
  readonly name: string;
  readonly bytes: number;
  readonly value: unknown;
}

/** A file that cannot be toured; the message is for the person who named it. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** The document of the package `@mdn/browser-compat-data`. */
export function browserCompatFile(): string {
  return createRequire(import.meta.url).resolve('@mdn/browser-compat-data');
}

/**
 * Reads and parses a JSON file.
 *
 * @throws DocumentError when there is no such file, it cannot be read, is empty, or is not JSON
 */
export async function loadDocument(file: string): Promise<LoadedDocument> {
  const text = await readText(file);
  if (text.trim() === '') throw new DocumentError(`${file} is empty, expected a JSON document`);
  try {
    return { name: basename(file), bytes: Buffer.byteLength(text), value: JSON.parse(text) };
  } catch (error) {
    throw new DocumentError(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

async function readText(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch (error) {
    throw new DocumentError(reason(file, error), { cause: error });
  }
}

function reason(file: string, error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return `There is no file ${file}`;
    case 'EISDIR':
      return `${file} is a folder, expected a JSON file`;
    case 'EACCES':
      return `${file} may not be read`;
    default:
      return `${file} cannot be read: ${messageOf(error)}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
