/** A status line on the terminal that is overwritten in place. If the output is no terminal, nothing is written. */
export interface Screen {
  readonly print: (text: string) => void;
  readonly progress: (text: string) => void;
}

export function screen(output: NodeJS.WriteStream, notes: NodeJS.WriteStream): Screen {
  let shown = false;
  const clear = (): void => {
    if (shown) notes.write('\r\u001B[K');
    shown = false;
  };
  return {
    print(text) {
      clear();
      output.write(`${text}\n`);
    },
    progress(text) {
      if (!notes.isTTY) return;
      clear();
      notes.write(text.slice(0, Math.max(10, notes.columns - 1)));
      shown = text !== '';
    },
  };
}
