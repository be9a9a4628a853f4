/** Blueprints that must not compile. See `wrong-programs.test.ts`. */
import { Boolean as flag, Integer as wholeNumber } from '@sinclair/typebox';
import { CATALOG, defineBlueprint, instantiate } from '../../blueprints';
import { Engine, InferenceGraph, models, Precision } from '../../constructs';

export function wrongBlueprints(): void {
  const head = { name: 'own', summary: 'own', description: 'own' };
  const parameters = {
    workers: wholeNumber({ default: 1, minimum: 1, maximum: 8, description: 'Number of workers.' }),
    routed: flag({ default: false, description: 'Whether to route by KV cache.' }),
  };

  defineBlueprint({
    ...head,
    parameters,
    build: (chart, values) => {
      // @ts-expect-error a parameter that the blueprint does not have
      const { replicas } = values;
      // @ts-expect-error a number where the parameter is a switch
      const routed: number = values.routed;
      // @ts-expect-error a switch where the parameter is a number
      const workers: boolean = values.workers;
      const model = models.LLAMA_3_3_70B.at(Precision.FP8);
      return new InferenceGraph(chart, `${replicas}${routed}${workers}`, { model, engine: Engine.vllm() });
    },
  });

  // @ts-expect-error a blueprint that builds nothing
  defineBlueprint({ ...head, parameters, build: () => undefined });

  // @ts-expect-error a blueprint without a summary
  defineBlueprint({
    name: 'own',
    description: 'own',
    parameters: {},
    build: (chart) =>
      new InferenceGraph(chart, 'g', { model: models.LLAMA_3_3_70B.at(Precision.FP8), engine: Engine.vllm() }),
  });

  // @ts-expect-error a blueprint by its name
  instantiate('deepseek-r1-gb200-trtllm');

  for (const blueprint of CATALOG) {
    // @ts-expect-error a release of a blueprint by its number
    instantiate(blueprint, { release: '1.6' });
  }
}
