import { at, type ObservedComponent } from '../../constructs/observed';
import { type Code, given, Snippet } from '../code';
import { readCommand } from '../flags';
import { type ComponentProgram, NO_OVERRIDES } from '../program';
import type { TargetComponent } from '../target';
import { limitProps } from './command';
import { amountProps, severalOf } from './frontend';
import { sizeCode } from './nodes';
import { recogniseParallelism } from './parallelism';
import { quantitySize } from './quantity';

export interface PoolInput {
  readonly target: TargetComponent;
  readonly construct: ComponentProgram['construct'];
  readonly engine: string;
  /** Constant of its node group, and the GPUs of such a node. */
  readonly nodes: string;
  readonly perNode: number;
  readonly graphImage: string | undefined;
  /** Longest sequence that the model was made for, where that is known. */
  readonly maxContext: number | undefined;
}

/** A pool as its typed props say it; what is left over are overrides. */
export function recognisePool({
  target,
  construct,
  engine,
  nodes,
  perNode,
  graphImage,
  maxContext,
}: PoolInput): ComponentProgram {
  const { component, fields } = target;
  const command = readCommand(component);
  const file = component.engine?.config?.values ?? {};
  const shared = quantitySize(fields['sharedMemorySize'] ?? '8Gi');
  const image = component.image;
  return {
    construct,
    name: target.name,
    props: given({
      nodes: new Snippet(nodes),
      parallelism: recogniseParallelism(component, perNode),
      workers: severalOf(component.replicasWritten),
      ...limitProps(engine, command?.flags, file, maxContext),
      ...amountProps(target),
      sharedMemory: shared === undefined ? undefined : sizeCode(shared),
      image: image === graphImage ? undefined : image,
    }),
    overrides: NO_OVERRIDES,
    keeps: [],
    comments: command === undefined ? ['A script starts the engine, so its command line is kept as a whole.'] : [],
  };
}

/** Which pool a worker is: prefill and decode only where there are both. */
export function poolConstruct(
  component: ObservedComponent,
  pools: readonly ObservedComponent[],
): ComponentProgram['construct'] {
  const split = pools.some(({ role }) => role === 'prefill');
  switch (component.role) {
    case 'prefill':
      return 'PrefillPool';
    case 'decode':
      return split ? 'DecodePool' : 'AggregatedPool';
    default:
      // A decode worker that does not say so: combined workers took part as such before release 1.4.
      return split && pools.every(({ role }) => role !== 'decode') ? 'DecodePool' : 'AggregatedPool';
  }
}

/** Number format of the KV cache in all pools, where they agree and it is not what the graph takes by itself. */
export function kvPrecisionOf(pools: readonly ObservedComponent[], usual: 'bf16' | 'fp8'): Code | undefined {
  const formats = new Set(pools.map(kvFormat));
  const [format] = formats;
  return formats.size !== 1 || format === usual
    ? undefined
    : new Snippet(`KvPrecision.${format === 'fp8' ? 'FP8' : 'BF16'}`, ['KvPrecision']);
}

function kvFormat({ engine, commandLine }: ObservedComponent): 'bf16' | 'fp8' {
  const written = at(engine?.config?.values, 'kv_cache_config', 'dtype') ?? commandLine.value('--kv-cache-dtype');
  return typeof written === 'string' && written.startsWith('fp8') ? 'fp8' : 'bf16';
}
