const CUT = '...';

/** Text of a cluster on one line, without control characters, which a terminal would obey. */
export function oneLine(value: string, most = 400): string {
  const line = value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - CUT.length).trimEnd()}${CUT}` : line;
}

/** `1 pod`, `2 pods`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `reason: message`, where either may be missing. */
export function reasoned(reason: string | undefined, message: string | undefined): string {
  return [reason, message].filter((part) => part !== undefined && part.trim() !== '').join(': ');
}
