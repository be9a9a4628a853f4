import type { FlagValue } from '../constructs';
import { isMapping, type ObservedComponent, parseJson } from '../constructs/observed';

/** Flags of a command line by their long name, without dashes. A bare flag is `true`, `--no-x` is `x: false`. */
export type Flags = ReadonlyMap<string, FlagValue>;

/** How a component is started, when that can be said in flags. */
export interface ReadCommand {
  /** What stands before the flags: `python3 -m dynamo.vllm`. */
  readonly command: readonly string[];
  readonly flags: Flags;
}

const FLAG = /^--?[A-Za-z]/;
/** What only a shell understands. */
const SHELL_ONLY = /^(?:&&|\|\||;|\||&|<|>|>>|\(|\))$/;

/** Short and other names of flags that Stator writes: the names that Stator uses. Source: argument parsers of the engines. */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dynamo.vllm': {
    '-tp': 'tensor-parallel-size',
    '-pp': 'pipeline-parallel-size',
    '-dp': 'data-parallel-size',
    'model-path': 'model',
  },
  'dynamo.sglang': {
    'tp-size': 'tp',
    'tensor-parallel-size': 'tp',
    'dp-size': 'dp',
    'data-parallel-size': 'dp',
    ep: 'ep-size',
    'expert-parallel-size': 'ep-size',
    pp: 'pp-size',
    'pipeline-parallel-size': 'pp-size',
    model: 'model-path',
  },
  'dynamo.trtllm': { model: 'model-path' },
};

/**
 * The command line of a component as flags, or `undefined` when it is more than one Python module with flags: a script, or words
 * that are no flags.
 */
export function readCommand(component: CommandSource): ReadCommand | undefined {
  const { commandLine, main } = component;
  const { module, shell } = commandLine;
  const words = shell && commandLine.words[0] === 'exec' ? commandLine.words.slice(1) : commandLine.words;
  const start = words.findIndex((word, index) => word === module && words[index - 1] === '-m');
  if (main === undefined || module === undefined || start !== 2 || words.some((word) => SHELL_ONLY.test(word))) {
    return undefined;
  }
  if (shell && needsShell(component, words)) {
    return undefined;
  }
  const flags = readFlags(words.slice(start + 1), ALIASES[module] ?? {});
  return flags === undefined ? undefined : { command: words.slice(0, start + 1), flags };
}

type CommandSource = Pick<ObservedComponent, 'commandLine' | 'main' | 'env' | 'writtenCommand'>;

/** Whether a shell does more than to start one command: further lines, variables that only it knows, or values that it splits. */
function needsShell({ writtenCommand, env }: CommandSource, words: readonly string[]): boolean {
  const script = writtenCommand.at(-1) ?? '';
  const lines = script
    .replace(/^\s*#.*$/gm, '')
    .replace(/\\\n/g, ' ')
    .trim();
  const variables = [...lines.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => env.get(name ?? '')?.value ?? '');
  return (
    lines.includes('\n') ||
    variables.some((value) => /\s/.test(value)) ||
    words.some((word) => /\$[\w{(@*#?]|`|^~/.test(word))
  );
}

/** The name that Stator uses for a flag that has several, of whichever engine. */
export function aliasOf(name: string): string | undefined {
  const long = name.replace(/^--/, '');
  const hyphens = long.replaceAll('_', '-');
  const alias = Object.values(ALIASES)
    .map((names) => names[name] ?? names[hyphens])
    .find((found) => found !== undefined);
  return alias ?? (hyphens === long ? undefined : hyphens);
}

/** Tokens as flags; `undefined` when there are words that belong to none. */
function readFlags(words: readonly string[], aliases: Readonly<Record<string, string>> = {}): Flags | undefined {
  const flags = new Map<string, FlagValue>();
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? '';
    if (!FLAG.test(word) || /\s/.test(word.split('=', 1)[0] ?? '')) {
      return undefined;
    }
    const next = words.findIndex((candidate, at) => at > index && FLAG.test(candidate));
    const end = next < 0 ? words.length : next;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const values = [...(equals < 0 ? [] : [word.slice(equals + 1)]), ...words.slice(index + 1, end)];
    const name = equals < 0 ? word : word.slice(0, equals);
    if (!name.startsWith('--') && aliases[name] === undefined) {
      return undefined;
    }
    const long = name.replace(/^--/, '').replaceAll('_', '-');
    add(flags, aliases[name] ?? aliases[long] ?? long, values);
    index = end;
  }
  return flags;
}

function add(flags: Map<string, FlagValue>, name: string, values: readonly string[]): void {
  const [value] = values;
  if (value === undefined && name.startsWith('no-')) {
    flags.set(name.slice('no-'.length), false);
  } else {
    flags.set(name, value === undefined ? true : values.length > 1 ? [...values].map(flagValue) : flagValue(value));
  }
}

/** The value as code would have it: numbers, and objects for JSON that is written out as it was read. */
function flagValue(text: string): FlagValue {
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (
    number !== undefined &&
    Number.isSafeInteger(Math.trunc(number)) &&
    String(number) === text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
  ) {
    return number;
  }
  const json: unknown = /^[[{]/.test(text) ? parseJson(text) : undefined;
  return isFlagObject(json) ? json : text;
}

function isFlagObject(value: unknown): value is { readonly [key: string]: FlagValue } {
  return isMapping(value) && Object.values(value).every(isPlain);
}

/** JSON without null, which no flag's value can hold. */
function isPlain(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isPlain) : isMapping(value) ? isFlagObject(value) : value !== null;
}

/** `maxNumSeqs` for `max-num-seqs`; names that would not come back the same stay as they are. */
export function camel(name: string): string {
  const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const back = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return back === name ? key : name;
}
