/** A value that a flag can carry. */
export type FlagValue =
  | string
  | number
  | boolean
  | readonly FlagValue[]
  | { readonly [key: string]: FlagValue | undefined };

/**
 * Flags as tokens: `--max-num-seqs`, `512`. Always two tokens and always literal, since the operator reads parallel sizes only in
 * that form. Source: ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_vllm.go.
 */
export function renderFlags(flags: Readonly<Record<string, FlagValue | undefined>>): readonly string[] {
  return Object.entries(flags).flatMap(([key, value]) => {
    const name = kebab(key);
    switch (typeof value) {
      case 'undefined':
        return [];
      case 'boolean':
        return [value ? `--${name}` : `--no-${name}`];
      case 'object':
        return [`--${name}`, JSON.stringify(value)];
      default:
        return [`--${name}`, String(value)];
    }
  });
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
