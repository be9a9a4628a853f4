import type { Mapping } from '../../constructs/observed';
import type { Code } from '../code';
import { same } from '../patch';
import type { GraphProgram } from '../program';
import type { TargetComponent } from '../target';

/** Variables that all components have alike, or all lack, stand at the graph. */
export function hoistEnv(program: GraphProgram, targets: ReadonlyMap<string, TargetComponent>): GraphProgram {
  const typed = program.components.flatMap(({ name }) => targets.get(name) ?? []);
  const shared: Record<string, Code> = {};
  for (const { overrides } of program.components) {
    for (const [name, value] of Object.entries(overrides.env)) {
      if (typed.length > 1 && alike(typed.map(({ env }) => env.get(name)))) {
        shared[name] = value;
      }
    }
  }
  const components = program.components.map((component) => {
    const env = Object.fromEntries(
      Object.entries(component.overrides.env).filter(([name]) => !Object.hasOwn(shared, name)),
    );
    return { ...component, overrides: { ...component.overrides, env } };
  });
  return { ...program, env: { ...program.env, ...shared }, components };
}

function alike(entries: readonly (Mapping | undefined)[]): boolean {
  return entries.every((entry) => same(entry, entries[0]));
}
