import { CATALOG } from '../../blueprints';
import { ExitCode } from '../exit';
import type { Output } from '../output';
import { table } from '../text';

/** `stator list` */
export function list(options: { readonly json?: boolean }, output: Output): ExitCode {
  const blueprints = CATALOG.map(({ name, summary }) => ({ name, summary }));
  if (options.json === true) {
    output.line(JSON.stringify({ blueprints }, null, 2));
  } else {
    output.line(
      table(
        ['BLUEPRINT', 'WHAT IT SERVES'],
        blueprints.map(({ name, summary }) => [name, summary]),
        { colors: output.colors },
      ),
    );
  }
  return ExitCode.OK;
}
