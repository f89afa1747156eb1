/** Ends the program with a message and exit code 1. */
export function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** Parses an integer of at least 1. Returns `undefined` if the option was not given, and ends the program on anything else. */
export function countOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    fail(`Expected --${name} to be a whole number of at least 1, found "${text}"`);
  }
  return count;
}
