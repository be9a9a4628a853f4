import pc from 'picocolors';

/** Where a command writes to. Colours are used where the stream is a terminal (and NO_COLOR is not set). */
export interface Output {
  line(text?: string): void;
  readonly colors: ReturnType<typeof pc.createColors>;
}

export function outputTo(stream: NodeJS.WriteStream): Output {
  const colors = pc.createColors(stream.isTTY === true && pc.isColorSupported);
  return { line: (text = '') => void stream.write(`${text}\n`), colors };
}
