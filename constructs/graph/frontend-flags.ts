import { type FlagValue, renderFlags } from '../engines';

/**
 * Flags of `dynamo.frontend` by name, in camelCase or as the frontend spells them: `httpPort: 8080`, `true` for a bare flag, `false`
 * for `--no-...`; `null` leaves a computed flag out.
 */
export type FrontendFlags = Readonly<Record<string, FlagValue | null>>;

/** A computed command line with the user's flags over it: each in the place of the one it replaces, further ones at the end. */
export function withFlags(computed: readonly string[], flags: FrontendFlags): readonly string[] {
  return Object.keys(flags).length === 0 ? computed : renderFlags(readTokens(computed), flags);
}

function readTokens(tokens: readonly string[]): Readonly<Record<string, FlagValue>> {
  const flags: Record<string, FlagValue> = {};
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.startsWith('--')) {
      const bare = next === undefined || next.startsWith('--');
      const negated = bare && token.startsWith('--no-');
      flags[negated ? token.slice('--no-'.length) : token.slice('--'.length)] = bare ? !negated : next;
    }
  }
  return flags;
}
