import { COMMON_DIFFERENCES } from '../../blueprints';
import { ExitCode } from '../exit';
import type { Output } from '../output';
import { findProgram } from '../programs';
import { summaryLines } from '../summary';
import { table } from '../text';

/** `stator show <blueprint|file.ts>` */
export async function show(name: string, options: { readonly json?: boolean }, output: Output): Promise<ExitCode> {
  const { blueprint, library, run } = await findProgram(name);
  const parameters = library.describeParameters(blueprint);
  const graph = run(() => library.instantiate(blueprint).graph.describe());
  if (options.json === true) {
    const { summary, description, parameters: schema, parities } = blueprint;
    output.line(JSON.stringify({ name: blueprint.name, summary, description, schema, parities, graph }, null, 2));
    return ExitCode.OK;
  }
  const { colors } = output;
  output.line(colors.bold(blueprint.name));
  output.line(blueprint.description);
  output.line();
  output.line(
    table(
      ['PARAMETER', 'DEFAULT', 'ALLOWED', 'MEANING'],
      parameters.map((parameter) => [
        parameter.name,
        parameter.default === '' ? '-' : String(parameter.default),
        parameter.allowed,
        parameter.description,
      ]),
      { colors },
    ),
  );
  output.line();
  output.line('With these defaults:');
  output.line();
  for (const line of summaryLines(graph, colors)) {
    output.line(line);
  }
  for (const { recipe, parameters: settings = {}, differences } of blueprint.parities) {
    const set = Object.entries(settings).map(([key, value]) => `--set ${key}=${value}`);
    output.line();
    output.line([`Corresponds to ${recipe} of ai-dynamo/dynamo`, ...set].join(' '));
    if (differences.length > 0) {
      output.line(
        table(
          ['', ''],
          differences.map(({ at, reason }) => [`  ${at}`, reason]),
        ),
      );
    }
  }
  if (blueprint.parities.length > 0) {
    output.line();
    output.line('Where all blueprints differ from the public recipes:');
    output.line(
      table(
        ['', ''],
        COMMON_DIFFERENCES.map(({ at, reason }) => [`  ${at}`, reason]),
      ),
    );
  }
  return ExitCode.OK;
}
