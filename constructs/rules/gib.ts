/** Bytes as people read them: `79.6 GiB`. */
export function gib(bytes: number): string {
  const value = bytes / 2 ** 30;
  return `${Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1))} GiB`;
}
