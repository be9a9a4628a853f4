import { parse } from 'shell-quote';

/** Where a token stands in the container: the operator reads parallel sizes of vLLM from `args` only. */
export type TokenOrigin = 'command' | 'args';

/** One flag of the engine's or frontend's command line. */
export interface Flag {
  /** With its dashes, without a value: `--tensor-parallel-size`. */
  readonly name: string;
  /** Absent for a bare flag. */
  readonly value?: string;
  /** `--flag value`, `--flag=value` or `--flag`. */
  readonly form: 'two-token' | 'equals' | 'bare';
  readonly origin: TokenOrigin;
  /** False when a shell or Kubernetes variable stands in the flag or its value. */
  readonly literal: boolean;
}

interface Token {
  readonly text: string;
  readonly origin: TokenOrigin;
  readonly literal: boolean;
}

const SHELL = /^(?:.*\/)?(?:ba|da)?sh$/;
/** Stands for a variable while tokens are compared; no manifest holds a NUL-adjacent control character. */
const MARK = '\u0001';

/** The command line of a container's `main` process, read out of exec form or a shell script. */
export class CommandLine {
  public static readonly EMPTY = new CommandLine(undefined, [], false, []);

  /**
   * @param command the container's `command`
   * @param args the container's `args`
   * @param env literal values of the container's environment, for variables in the script
   */
  public static read(
    command: readonly string[],
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): CommandLine {
    const script = shellScript(command, args);
    const tokens =
      script === undefined
        ? [...execTokens(command, 'command', env), ...execTokens(args, 'args', env)]
        : scriptTokens(script.text, script.origin, env);
    const module = tokens.findIndex(
      (token, index) => token.text.startsWith('dynamo.') && tokens[index - 1]?.text === '-m',
    );
    const rest = module < 0 ? (script === undefined ? tokens : []) : tokens.slice(module + 1);
    const end = rest.findIndex((token) => /^(?:&&|\|\||;|\||&)$/.test(token.text));
    return new CommandLine(
      tokens[module]?.text,
      readFlags(end < 0 ? rest : rest.slice(0, end)),
      script !== undefined,
      tokens.map(({ text }) => text),
    );
  }

  private constructor(
    /** Python module that runs, for example `dynamo.vllm`. */
    public readonly module: string | undefined,
    public readonly flags: readonly Flag[],
    /** Whether a shell reads the line. */
    public readonly shell: boolean,
    /** Every word of the line, also what stands before the module and behind its flags; variables are filled in where they are known. */
    public readonly words: readonly string[],
  ) {}

  /** The last occurrence of any of these names: the one that counts for argparse. */
  public find(...names: readonly string[]): Flag | undefined {
    return this.flags.findLast((flag) => names.includes(flag.name));
  }

  public has(...names: readonly string[]): boolean {
    return this.find(...names) !== undefined;
  }

  public value(...names: readonly string[]): string | undefined {
    return this.find(...names)?.value;
  }

  /** The value as a whole number; `undefined` when the flag is absent or its value is no number (for example a variable). */
  public number(...names: readonly string[]): number | undefined {
    const value = this.value(...names);
    return value !== undefined && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  }
}

function shellScript(
  command: readonly string[],
  args: readonly string[],
): { text: string; origin: TokenOrigin } | undefined {
  const all = [
    ...command.map((word) => ({ word, origin: 'command' as const })),
    ...args.map((word) => ({ word, origin: 'args' as const })),
  ];
  // Only args: the operator puts `/bin/sh -c` before them.
  if (command.length === 0 && args.length === 1 && (args[0] ?? '').includes(' ')) {
    return { text: args[0] ?? '', origin: 'args' };
  }
  const first = all[0];
  if (first === undefined || !SHELL.test(first.word)) {
    return undefined;
  }
  const option = all.findIndex((entry) => /^-[a-z]*c$/.test(entry.word));
  const script = option < 0 ? undefined : all[option + 1];
  return script === undefined ? undefined : { text: script.word, origin: script.origin };
}

function execTokens(
  words: readonly string[],
  origin: TokenOrigin,
  env: Readonly<Record<string, string>>,
): readonly Token[] {
  return words.map((word) => {
    const expanded = word.replace(/\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name: string) => env[name] ?? whole);
    return { text: expanded, origin, literal: !/\$\([A-Za-z_]/.test(word) };
  });
}

function scriptTokens(script: string, origin: TokenOrigin, env: Readonly<Record<string, string>>): readonly Token[] {
  const source = script
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n/g, ' ');
  const words = (lookup: (name: string) => string) =>
    parse(source, lookup).flatMap((entry) => {
      if (typeof entry === 'string') {
        return [entry];
      }
      return 'op' in entry ? [entry.op === 'glob' ? entry.pattern : entry.op] : [];
    });
  const marked = words(() => MARK);
  return words((name) => env[name] ?? `\${${name}}`).map((text, index) => ({
    text,
    origin,
    literal: !(marked[index] ?? '').includes(MARK),
  }));
}

function readFlags(tokens: readonly Token[]): readonly Flag[] {
  const flags: Flag[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || !/^--?[A-Za-z]/.test(token.text)) {
      continue;
    }
    const equals = token.text.indexOf('=');
    const next = tokens[index + 1];
    if (token.text.startsWith('--') && equals > 0) {
      flags.push({
        name: token.text.slice(0, equals),
        value: token.text.slice(equals + 1),
        form: 'equals',
        origin: token.origin,
        literal: token.literal,
      });
    } else if (next !== undefined && !/^--?[A-Za-z]/.test(next.text)) {
      flags.push({
        name: token.text,
        value: next.text,
        form: 'two-token',
        origin: token.origin,
        literal: token.literal && next.literal,
      });
      index++;
    } else {
      flags.push({ name: token.text, form: 'bare', origin: token.origin, literal: token.literal });
    }
  }
  return flags;
}
