import { Severity } from '../findings';
import { AWS_MACHINES, EFA_RESOURCE } from '../hardware';
import { scalarText } from '../observed';
import { kvTransferOf } from './kv-transfer';
import type { Rule, Violation } from './rule';
import { engineKey, isDisaggregated, knowsEngineConfig, modeOf, type Worker, workersOf } from './workers';

const BACKEND = 'LIBFABRIC';
const SGLANG_BACKEND = 'SGLANG_DISAGGREGATION_NIXL_BACKEND';
const TRTLLM_BACKEND = 'TRTLLM_NIXL_KVCACHE_BACKEND';
/** Images of Dynamo's own, whose tags say what is in them. */
const DYNAMO_IMAGE = /^nvcr\.io\/nvidia\/ai-dynamo\/[^:@]*-runtime:/;
const MACHINES = new Map(Object.entries(AWS_MACHINES));

export const efaChain: Rule = {
  code: 'DYN035',
  title: 'pods with EFA devices have all that KV transfer over EFA takes',
  severity: Severity.ERROR,
  rationale:
    'KV cache moves over EFA only if everything fits together: libfabric in the image, NIXL told to use it, and the devices of the pod. If one of them is missing, the transfer falls back to TCP without a word: seconds to the first token become minutes.',
  fix: 'use Fabric.efa, or the -efa image, the LIBFABRIC back end of NIXL and all devices of the pod in each prefill and decode pool',
  source: 'ai-dynamo/dynamo recipes/addons/providers/aws-efa.yaml; ai-dynamo/dynamo#4185',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.filter(isDisaggregated).flatMap(workersOf)) {
      const devices = worker.extendedResources[EFA_RESOURCE] ?? 0;
      if (devices > 0 && (modeOf(worker) === 'prefill' || modeOf(worker) === 'decode')) {
        yield* devicesOf(worker, devices);
        yield* imageOf(worker);
        yield* backendOf(worker);
        yield* environmentOf(worker);
      }
    }
  },
};

function* devicesOf({ name, path, gpus, nodeSelector }: Worker, devices: number): Generator<Violation> {
  const type = nodeSelector['node.kubernetes.io/instance-type'] ?? '';
  const machine = MACHINES.get(type);
  const share = machine === undefined ? 0 : Math.floor((machine.network.efaCards.length * gpus) / machine.gpusPerNode);
  if (devices < share) {
    yield {
      path,
      message: `'${name}' takes ${devices} EFA devices with ${gpus} GPUs of ${type}, which has ${share} for them`,
      fix: `ask for ${EFA_RESOURCE}: ${share}`,
    };
  }
}

function* imageOf({ name, path, image }: Worker): Generator<Violation> {
  if (image !== undefined && DYNAMO_IMAGE.test(image) && !image.includes('-efa')) {
    yield {
      path,
      message: `'${name}' has EFA devices, but its image ${image} has no libfabric for them`,
      fix: 'use the variant of the image with -efa in its tag',
    };
  }
}

function* backendOf(worker: Worker): Generator<Violation> {
  const { name, path, env } = worker;
  const { transports, plugins } = kvTransferOf(worker);
  switch (worker.engine.kind) {
    case 'vllm':
      if (plugins !== undefined && !plugins.includes(BACKEND)) {
        yield {
          path,
          message: `NIXL of '${name}' uses ${plugins.join(', ')}, which does not reach its EFA devices`,
          fix: `add "kv_connector_extra_config": {"backends": ["${BACKEND}"]} to --kv-transfer-config`,
        };
      }
      break;
    case 'sglang':
      if (transports?.includes('nixl') === true && missing(worker, SGLANG_BACKEND)) {
        yield {
          path: env.get(SGLANG_BACKEND)?.path ?? path,
          message: `NIXL of '${name}' does not use ${BACKEND}, the only back end that reaches its EFA devices`,
          fix: `set ${SGLANG_BACKEND} to ${BACKEND}`,
        };
      }
      break;
    case 'trtllm': {
      const backend = scalarText(engineKey(worker, 'cache_transceiver_config', 'backend'));
      if (knowsEngineConfig(worker) && backend !== 'NIXL') {
        yield {
          path,
          message: `cache_transceiver_config.backend of '${name}' is ${backend ?? 'not set'}, but only NIXL reaches its EFA devices`,
          fix: 'set cache_transceiver_config.backend to NIXL',
        };
      } else if (backend === 'NIXL' && env.has(TRTLLM_BACKEND) && missing(worker, TRTLLM_BACKEND)) {
        yield {
          path: env.get(TRTLLM_BACKEND)?.path ?? path,
          message: `${TRTLLM_BACKEND} of '${name}' is not ${BACKEND}, the only back end that reaches its EFA devices`,
          fix: `set ${TRTLLM_BACKEND} to ${BACKEND}`,
        };
      }
      break;
    }
    case 'mocker':
      break;
  }
}

/** Whether a variable is absent or has another value; a value that only the cluster knows may be right. */
function missing({ env }: Worker, variable: string): boolean {
  const entry = env.get(variable);
  return entry === undefined || (entry.value !== undefined && entry.value !== BACKEND);
}

function* environmentOf({ name, env }: Worker): Generator<Violation> {
  const provider = env.get('FI_PROVIDER');
  if (provider?.value !== undefined && provider.value !== 'efa') {
    yield {
      path: provider.path,
      message: `FI_PROVIDER of '${name}' is '${provider.value}', so libfabric leaves its EFA devices alone`,
      fix: 'set FI_PROVIDER to efa',
    };
  }
  const scheme = env.get('UCX_RNDV_SCHEME');
  if (scheme?.value === 'get_zcopy') {
    yield {
      path: scheme.path,
      severity: Severity.WARNING,
      message: `UCX_RNDV_SCHEME of '${name}' is get_zcopy, which fails on EFA machines with a kernel of 6.8 or newer`,
      fix: 'take UCX_RNDV_SCHEME out',
    };
  }
}
