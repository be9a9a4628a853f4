import { describeParameters, findBlueprint, instantiate } from '../../blueprints';
import { ExitCode } from '../exit';
import { summaryLines } from '../summary';
import { type Output, table } from '../text';

/** `stator show <blueprint>` */
export function show(name: string, options: { readonly json?: boolean }, output: Output): ExitCode {
  const blueprint = findBlueprint(name);
  const parameters = describeParameters(blueprint);
  const graph = instantiate(blueprint).graph.describe();
  if (options.json === true) {
    const { summary, description, parameters: schema, parity } = blueprint;
    output.line(JSON.stringify({ name: blueprint.name, summary, description, schema, parity, graph }, null, 2));
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
  if (blueprint.parity !== undefined) {
    output.line();
    output.line(`Corresponds to ${blueprint.parity.recipe} of ai-dynamo/dynamo, but for:`);
    output.line(
      table(
        ['', ''],
        blueprint.parity.differences.map(({ at, reason }) => [`  ${at}`, reason]),
      ),
    );
  }
  return ExitCode.OK;
}
