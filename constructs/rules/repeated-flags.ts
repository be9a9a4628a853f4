import { Severity } from '../findings';
import type { Flag } from '../observed';
import { runsDynamo } from './dynamo-process';
import type { Rule } from './rule';

/** Flags that collect what each occurrence brings. Source: argument parsers of ai-dynamo 1.6.1 and vLLM (action append). */
const COLLECTING: ReadonlySet<string> = new Set([
  '--engine-route',
  '--frontend-route-extension',
  '--lora-modules',
  '--middleware',
]);

/** Names that vLLM and SGLang take for one and the same size. */
const ALIASES: Readonly<Record<string, string>> = {
  '-tp': '--tensor-parallel-size',
  '--tp': '--tensor-parallel-size',
  '--tp-size': '--tensor-parallel-size',
  '-pp': '--pipeline-parallel-size',
  '--pp': '--pipeline-parallel-size',
  '--pp-size': '--pipeline-parallel-size',
  '-dp': '--data-parallel-size',
  '--dp': '--data-parallel-size',
  '--dp-size': '--data-parallel-size',
};

export const repeatedFlags: Rule = {
  code: 'DYN103',
  title: 'a flag is given once',
  severity: Severity.ERROR,
  rationale:
    'Of a flag that is given twice the process takes the last value, while the operator, which looks for parallel sizes, takes the first one that it can read. Whoever reads the manifest has no reason to look for a second one.',
  fix: 'keep one of the two',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_vllm.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components).filter(runsDynamo)) {
      const byName = new Map<string, Flag[]>();
      for (const flag of component.commandLine.flags.filter(isComparable)) {
        byName.set(canonical(flag.name), [...(byName.get(canonical(flag.name)) ?? []), flag]);
      }
      for (const [name, flags] of byName) {
        const values = [...new Set(flags.map(({ value }) => value))];
        if (values.length > 1) {
          const written = flags.map((flag) => `${flag.name} ${shorten(flag.value ?? '')}`).join(', then ');
          yield {
            path: component.path,
            message: `'${component.name}' is given ${name} ${flags.length === 2 ? 'twice' : `${flags.length} times`} with different values: ${written}; only the last one counts`,
          };
        }
      }
    }
  },
};

/** Values that are known; a name that ends in + adds to a list. */
function isComparable({ name, value }: Flag): boolean {
  const known = value !== undefined && !/\$[({A-Za-z_]/.test(value);
  return known && !name.endsWith('+') && !COLLECTING.has(canonical(name));
}

/** vLLM takes underscores for hyphens. */
function canonical(name: string): string {
  const hyphens = name.replace(/(?<=\w)_/g, '-');
  return ALIASES[hyphens] ?? hyphens;
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 37)}...` : value;
}
