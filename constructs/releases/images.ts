import { InvalidValueError } from '../findings';
import type { CpuArch } from '../hardware';
import type { PerEngine, ReleaseFacts } from './release-table';

/** The images of a release. */
export const ImageName = {
  VLLM_RUNTIME: 'vllm-runtime',
  SGLANG_RUNTIME: 'sglang-runtime',
  TENSORRTLLM_RUNTIME: 'tensorrtllm-runtime',
  FRONTEND: 'dynamo-frontend',
  PLANNER: 'dynamo-planner',
  OPERATOR: 'kubernetes-operator',
} as const;
export type ImageName = (typeof ImageName)[keyof typeof ImageName];

/** Which variant of an image. */
export interface ImageOptions {
  /**
   * Take the variant with the libraries of AWS EFA, for nodes of this CPU architecture. Upstream calls these images experimental.
   * @default - the plain image, which is published for both architectures
   */
  readonly efa?: CpuArch;
}

/** Engine of a runtime image; other images have no variants. */
const ENGINE_OF: Readonly<Record<ImageName, keyof PerEngine<unknown> | undefined>> = {
  'vllm-runtime': 'vllm',
  'sglang-runtime': 'sglang',
  'tensorrtllm-runtime': 'trtllm',
  'dynamo-frontend': undefined,
  'dynamo-planner': undefined,
  'kubernetes-operator': undefined,
};

const NO_EFA = 'take a newer release or another fabric, or give an image of your own';

/** Reference of an image of a release. Source of the names: ai-dynamo/dynamo release artifacts, 2026-10. */
export function imageReference(
  { imageRegistry, patch, efa }: ReleaseFacts,
  name: ImageName,
  options: ImageOptions = {},
): string {
  const image = `${imageRegistry}/${name}:${patch}`;
  if (options.efa === undefined) {
    return image;
  }
  const engine = ENGINE_OF[name];
  if (engine === undefined || !efa.engines.includes(engine)) {
    const names = Object.values(ImageName).filter((other) => efa.engines.some((known) => known === ENGINE_OF[other]));
    throw new InvalidValueError('image', name, `one with a variant for EFA in ${patch}: ${names.join(', ')}`, NO_EFA);
  }
  if (!efa.archs.includes(options.efa)) {
    throw new InvalidValueError(
      'nodes',
      `machines of ${options.efa} with EFA`,
      `of an architecture that the EFA images of ${patch} are made for: ${efa.archs.join(', ')}`,
      NO_EFA,
    );
  }
  return `${image}${efa.suffix}`;
}
