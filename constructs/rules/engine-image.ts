import { Severity } from '../findings';
import type { ObservedComponent, ObservedEngineKind } from '../observed';
import { ImageName } from '../releases';
import { imageName } from './image-version';
import type { Rule } from './rule';

/** Engines that upstream's images hold; the mocker is in all of them. */
const ENGINES: Readonly<Record<string, readonly ObservedEngineKind[]>> = {
  [ImageName.VLLM_RUNTIME]: ['vllm'],
  [ImageName.SGLANG_RUNTIME]: ['sglang'],
  [ImageName.TENSORRTLLM_RUNTIME]: ['trtllm'],
  [ImageName.FRONTEND]: [],
  [ImageName.PLANNER]: [],
};
const IMAGE_OF: Readonly<Record<Exclude<ObservedEngineKind, 'mocker'>, ImageName>> = {
  vllm: ImageName.VLLM_RUNTIME,
  sglang: ImageName.SGLANG_RUNTIME,
  trtllm: ImageName.TENSORRTLLM_RUNTIME,
};

export const engineImage: Rule = {
  code: 'DYN205',
  title: 'the image of a worker holds its engine',
  severity: Severity.ERROR,
  rationale:
    'Each runtime image holds one engine. A worker whose command starts another one stops at once ("No module named ..."), and the operator does not look into images.',
  fix: 'use the runtime image of the engine that the command starts',
  source: 'ai-dynamo/dynamo release artifacts, 2026-10',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const kind = component.engine?.kind;
      const held = enginesIn(component);
      if (kind !== undefined && kind !== 'mocker' && held !== undefined && !held.engines.includes(kind)) {
        yield {
          path: component.path,
          message: `'${component.name}' starts ${component.commandLine.module}, but its image ${held.name} holds ${held.engines.length === 0 ? 'no engine' : held.engines.join(', ')}`,
          fix: `use ${IMAGE_OF[kind]}, or start another engine`,
        };
      }
    }
  },
};

/** `undefined` for an image that is not upstream's. */
function enginesIn({
  image,
}: ObservedComponent): { readonly name: string; readonly engines: readonly ObservedEngineKind[] } | undefined {
  const name = imageName(image ?? '');
  const engines = Object.hasOwn(ENGINES, name) ? ENGINES[name] : undefined;
  return engines && { name, engines };
}
