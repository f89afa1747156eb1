import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

/** The document of the tour, with the name to show. */
export interface LoadedDocument {
  readonly name: string;
  readonly bytes: number;
  readonly value: unknown;
}

/** Thrown if a file cannot be used for the tour. The message is for the user. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** The path of the JSON file in the package `@mdn/browser-compat-data`. */
export function browserCompatFile(): string {
  return createRequire(import.meta.url).resolve('@mdn/browser-compat-data');
}

/**
 * Reads and parses a JSON file.
 *
 * @throws DocumentError if there is no such file, or it cannot be read, is empty, or is no JSON
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
