import { isMapping, type ObservedComponent, parseJson } from '../observed';
import { Topic } from './comparison';
import type { FactSheet } from './fact';

const FLAG = /^--?[A-Za-z]/;
const NUMBER = /^\d+(?:\.\d+)?$/;
const NEXT_COMMAND = /^(?:&&|\|\||;|\||&)$/;

/**
 * The command line, flag by flag: `command.module`, `command.--tensor-parallel-size`, and key by key where a value is JSON. What
 * stands before the module and behind its flags is compared as a whole.
 */
export function commandFacts({ commandLine, writtenCommand }: ObservedComponent, into: FactSheet): void {
  const { words, module, shell } = commandLine;
  const put = (place: string, value: unknown) => into.put(place, value, Topic.COMMAND);
  const start = words.findIndex((word, index) => word === module && words[index - 1] === '-m');
  if (module === undefined || start < 0) {
    if (writtenCommand.length > 0) {
      put('command', writtenCommand);
    }
    return;
  }
  put('command.module', module);
  put('command.before', words.slice(0, start - 1).join(' '));
  if (shell) {
    put('command.shell', true);
  }
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => NEXT_COMMAND.test(word));
  const own = end < 0 ? rest : rest.slice(0, end);
  if (end >= 0) {
    put('command.after', rest.slice(end).join(' '));
  }
  flagFacts(own, into);
}

function flagFacts(words: readonly string[], into: FactSheet): void {
  const first = words.findIndex((word) => FLAG.test(word));
  const loose = first < 0 ? words : words.slice(0, first);
  if (loose.length > 0) {
    into.put('command.arguments', loose, Topic.COMMAND);
  }
  let index = first < 0 ? words.length : first;
  while (index < words.length) {
    const word = words[index] ?? '';
    const next = words.findIndex((candidate, at) => at > index && FLAG.test(candidate));
    const end = next < 0 ? words.length : next;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const values = [...(equals < 0 ? [] : [word.slice(equals + 1)]), ...words.slice(index + 1, end)];
    flagFact(`command.${name}`, values, into);
    index = end;
  }
}

function flagFact(place: string, values: readonly string[], into: FactSheet): void {
  const [value] = values;
  const parsed = values.length === 1 ? parseJson(value) : undefined;
  if (isMapping(parsed)) {
    into.spread(place, parsed, Topic.COMMAND);
  } else {
    const written = values.length === 0 ? true : values.length === 1 ? value : values;
    // 0.90 and 0.9 are one number to the process.
    const key = values.length === 1 && NUMBER.test(value ?? '') ? String(Number(value)) : undefined;
    into.put(place, written, Topic.COMMAND, key);
  }
}
