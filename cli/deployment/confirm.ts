import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; anything but yes is no, Ctrl-C and Ctrl-D too. */
export async function confirmed(
  question: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<boolean> {
  const terminal = createInterface({ input, output });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ABORT_ERR') {
      output.write('\n');
      return false;
    }
    throw error;
  } finally {
    terminal.close();
  }
}
