import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { DynamoModel } from '../api';
import type { PoolRole } from '../description';
import { InvalidValueError, requireDnsLabel, requireWhole } from '../findings';
import { type Env, toEnvVars } from './env-value';
import { requireNoPicker } from './graph-component';
import type { InferenceGraph } from './inference-graph';
import type { LoraSource } from './lora-source';

/** Ranks that vLLM reserves memory for. Source: vllm-project/vllm vllm/config/lora.py, MaxLoRARanks, 2026. */
const MAX_RANKS = [8, 16, 32, 64, 128, 256, 320, 512] as const;

export interface LoraAdapterProps {
  /** Name under which the API serves it, as requests have it in `model`. */
  readonly name: string;
  /** Where workers load it from. */
  readonly source: LoraSource;
  /** Rank of its matrices (`r` in adapter_config.json). */
  readonly rank: number;
}

/**
 * A LoRA adapter on the model of a graph: the operator has every worker load it while it runs, and the API serves it under a name of its
 * own. All pools of the graph are started for as many adapters as the graph has. Dynamo loads adapters with vLLM only.
 *
 * ```ts
 * new LoraAdapter(graph, 'support', { name: 'support', source: LoraSource.huggingFace({ repository: 'org/adapter' }), rank: 16 });
 * ```
 *
 * Source: ai-dynamo/dynamo examples/backends/vllm/deploy/lora, docs/kubernetes/deployment/dynamomodel-guide.md, 2026-10.
 */
export class LoraAdapter extends Construct {
  /** The DynamoModel as an API object, for `addJsonPatch`. */
  public readonly dynamoModel: ApiObject;

  /**
   * @param graph the graph whose workers load it; the id is part of the object's name
   * @throws InvalidValueError for a rank that vLLM cannot serve, a name that is taken, sources of one graph that contradict each other, and a
   *   graph behind an endpoint picker, which knows the base model only
   */
  public constructor(
    graph: InferenceGraph<'vllm'>,
    id: string,
    public readonly props: LoraAdapterProps,
  ) {
    const others = lorasOf(graph);
    super(graph, id);
    requireDnsLabel('id', id);
    requireWhole('rank', props.rank, 1, Math.max(...MAX_RANKS));
    const taken = [graph.servedName, ...others.map((other) => other.props.name)];
    if (props.name.trim() === '' || taken.includes(props.name)) {
      throw new InvalidValueError('name', props.name, `a name other than those of the graph: ${taken.join(', ')}`);
    }
    for (const other of others) {
      requireSameAccess(props.source.env, other);
    }
    requireNoPicker(graph, 'it serves no adapters, put the graph behind a Frontend');
    this.dynamoModel = new DynamoModel(this, 'model', {
      metadata: { name: `${graph.name}-${id}` },
      spec: {
        modelName: props.name,
        baseModelName: graph.model.repository,
        modelType: 'lora',
        source: { uri: props.source.uri },
      },
    });
    this.dynamoModel.node.addDependency(graph.deployment);
  }
}

/** The adapters of a graph. */
export function lorasOf(graph: Construct): readonly LoraAdapter[] {
  return graph.node.children.filter((child) => child instanceof LoraAdapter);
}

/** What the adapters of a graph add to its workers: nothing where there are none. */
export function loraLaunch({ graph, role }: { readonly graph: Construct; readonly role: PoolRole }): {
  readonly args: readonly string[];
  readonly env: Env;
} {
  const loras = role === 'encode' ? [] : lorasOf(graph);
  if (loras.length === 0) {
    return { args: [], env: {} };
  }
  const rank = Math.max(...loras.map(({ props }) => props.rank));
  const reserved = MAX_RANKS.find((candidate) => candidate >= rank) ?? rank;
  return {
    args: ['--enable-lora', '--max-lora-rank', String(reserved), '--max-loras', String(loras.length)],
    env: Object.assign(
      { DYN_LORA_ENABLED: 'true', DYN_LORA_PATH: '/tmp/dynamo-loras' },
      ...loras.map(({ props }) => props.source.env),
    ),
  };
}

/** All adapters are read by the same processes, with one set of variables. */
function requireSameAccess(env: Env, other: LoraAdapter): void {
  const shown = (values: Env) => new Map(toEnvVars(values).map((entry) => [entry.name, JSON.stringify(entry)]));
  const ours = shown(env);
  const different = [...shown(other.props.source.env)].find(
    ([name, entry]) => ours.has(name) && ours.get(name) !== entry,
  );
  if (different !== undefined) {
    throw new InvalidValueError(
      'source',
      different[0],
      `the same as that of the adapter '${other.node.id}': workers have one ${different[0]}`,
    );
  }
}
