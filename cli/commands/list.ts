import { type Blueprint, CATALOG_BY_MODEL } from '../../blueprints';
import { ExitCode, InputError } from '../exit';
import type { Output } from '../output';
import { table } from '../text';

interface Row {
  readonly name: string;
  readonly model: string;
  readonly summary: string;
}

/**
 * `stator list [words...]`: blueprints by model.
 *
 * @throws InputError when none has all words
 */
export function list(words: readonly string[], options: { readonly json?: boolean }, output: Output): ExitCode {
  const groups = CATALOG_BY_MODEL.map(({ model, blueprints }) => ({
    model,
    blueprints: blueprints.filter((blueprint) => hasAll(blueprint, words)),
  })).filter(({ blueprints }) => blueprints.length > 0);
  if (groups.length === 0) {
    throw new InputError(
      `no blueprint has ${words.map((word) => `'${word}'`).join(' and ')}`,
      "'stator list' shows all",
    );
  }
  if (options.json === true) {
    const rows = groups.flatMap(({ model, blueprints }) =>
      blueprints.map(({ name, summary }): Row => ({ name, model, summary })),
    );
    output.line(JSON.stringify({ blueprints: rows }, null, 2));
    return ExitCode.OK;
  }
  const { colors } = output;
  output.line(
    table(
      ['BLUEPRINT', 'WHAT IT SERVES'],
      groups.flatMap(({ model, blueprints }) => [
        [colors.bold(model), ''],
        ...blueprints.map(({ name, summary }) => [`  ${name}`, withoutModel(summary, model)]),
      ]),
      { colors },
    ),
  );
  return ExitCode.OK;
}

/** The heading says it already. */
function withoutModel(summary: string, model: string): string {
  return summary.startsWith(model) ? summary.slice(model.length).replace(/^,? /, '') : summary;
}

/** Whether each word stands in the name or the summary. */
function hasAll({ name, summary }: Blueprint, words: readonly string[]): boolean {
  const text = `${name} ${summary}`.toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}
