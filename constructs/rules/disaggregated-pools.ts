import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import { DynamoVersion, type Release } from '../releases';
import { reaches, runtimeVersionOf } from './image-version';
import { kvTransferOf } from './kv-transfer';
import { STANDALONE_ROUTER } from './routing';
import type { Rule, Violation } from './rule';
import { modeOf, setting, type Worker, type WorkerMode, workersOf } from './workers';

const TRANSFER_CONFIG = `--kv-transfer-config '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'`;
const MODE_FLAG = '--disaggregation-mode';

/** The workers of a graph that serve text, by mode. */
interface Pools {
  readonly prefill: readonly Worker[];
  readonly decode: readonly Worker[];
  /** Workers that do both, which take on decoding where there are no others. */
  readonly combined: readonly Worker[];
}

export const disaggregatedPools: Rule = {
  code: 'DYN026',
  title: 'prefill and decode pools belong together',
  severity: Severity.ERROR,
  rationale:
    'A prompt is worked off by a prefill worker, whose KV cache then moves to a decode worker of the same model. Where one side is missing, runs in another mode, serves another name, or speaks another transfer protocol, requests fail or fall back to one pool while the other stands idle.',
  fix: 'give both pools the same model, served name, KV precision and transfer settings, and each its own mode',
  source:
    'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md, docs/components/router/router-disaggregated-serving.md',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      const pools = poolsOf(graph);
      yield* wrongModes(graph);
      if (!graph.components.some(servesOtherGraphs)) {
        // The other pool may be in another graph.
        yield* missingPools(pools, releaseOf(graph));
      }
      for (const prefill of pools.prefill) {
        yield* pairings(prefill, [...pools.decode, ...pools.combined]);
      }
      yield* missingConnectors(pools);
    }
  },
};

/** In the namespace that all graphs share, and behind a router of its own, a pool works for frontends of other graphs. */
function servesOtherGraphs({ globalDynamoNamespace, commandLine }: ObservedComponent): boolean {
  return globalDynamoNamespace || commandLine.module === STANDALONE_ROUTER;
}

function poolsOf(graph: ObservedGraph): Pools {
  const workers = workersOf(graph);
  const inMode = (mode: WorkerMode) => workers.filter((worker) => modeOf(worker) === mode);
  return { prefill: inMode('prefill'), decode: inMode('decode'), combined: inMode('agg') };
}

/** The operator, the planner and the endpoint picker go by the component's type, the router by the worker's mode. */
function* wrongModes(graph: ObservedGraph): Generator<Violation> {
  for (const worker of workersOf(graph)) {
    const mode = modeOf(worker);
    const wrong =
      worker.role === 'prefill' ? mode !== 'prefill' : worker.role === 'decode' ? mode === 'prefill' : false;
    if (wrong) {
      yield {
        path: worker.path,
        message: `'${worker.name}' is a ${worker.role} component, but its worker runs in mode ${mode}`,
        fix: `add ${MODE_FLAG} ${worker.role} to its args, or change the type of the component`,
      };
    }
  }
}

function* missingPools({ prefill, decode, combined }: Pools, release: Release): Generator<Violation> {
  if (prefill.length > 0 && decode.length === 0) {
    for (const worker of combined.length === 0 ? prefill : []) {
      yield {
        path: worker.path,
        message: `'${worker.name}' computes prompts for decode workers, but the graph has none`,
        fix: `add a decode pool, or take ${MODE_FLAG} out`,
      };
    }
    for (const worker of release.atLeast(DynamoVersion.V1_6) ? combined : []) {
      yield {
        path: worker.path,
        // An older image still gets its share until it is replaced.
        ...(isOlder(worker) ? { severity: Severity.WARNING } : {}),
        message: `'${worker.name}' runs in mode agg beside the prefill pool '${prefill[0]?.name}'; from release 1.6 on only workers in mode decode get work from prefill, which stands idle`,
        fix: `add ${MODE_FLAG} decode to the args of '${worker.name}'`,
      };
    }
  }
  // The old flag of vLLM also started workers that compute prompts themselves.
  for (const worker of prefill.length > 0 ? [] : decode.filter(({ commandLine }) => commandLine.has(MODE_FLAG))) {
    // Up to 1.5, vLLM in mode decode serves a request that no prefill worker took.
    const serves = worker.engine.kind === 'vllm' && (isOlder(worker) || !release.atLeast(DynamoVersion.V1_6));
    yield {
      path: worker.path,
      severity: serves ? Severity.WARNING : Severity.ERROR,
      message: `'${worker.name}' runs in mode decode, but the graph has no prefill pool`,
      fix: `add a prefill pool, or take ${MODE_FLAG} out`,
    };
  }
}

/** Whether the image says that the worker runs a release before 1.6. */
function isOlder(worker: Worker): boolean {
  const version = runtimeVersionOf(worker);
  return version !== undefined && !reaches(version, DynamoVersion.V1_6);
}

function* pairings(prefill: Worker, others: readonly Worker[]): Generator<Violation> {
  const partners = others.filter((worker) => servedName(worker) === servedName(prefill));
  if (partners.length === 0 && others.length > 0 && [prefill, ...others].every((worker) => servedName(worker) !== '')) {
    yield {
      path: prefill.path,
      message: `'${prefill.name}' serves '${servedName(prefill)}', but no decode worker does (${others
        .map((worker) => `'${worker.name}' serves '${servedName(worker)}'`)
        .join(', ')}); the router pairs workers by this name`,
      fix: 'give both pools the same --served-model-name',
    };
  }
  for (const partner of partners.filter(({ engine }) => engine.kind === prefill.engine.kind)) {
    yield* differences(prefill, partner);
  }
}

/** The name under which a worker registers; empty where only the cluster knows it. */
function servedName({ engine }: Worker): string {
  const name = engine.servedModelName ?? engine.modelPath ?? '';
  return name.includes('$') ? '' : name;
}

function* differences(prefill: Worker, decode: Worker): Generator<Violation> {
  const { path, name } = decode;
  const [ours, theirs] = [kvTransferOf(decode), kvTransferOf(prefill)];
  if (disjoint(ours.transports, theirs.transports)) {
    // TensorRT-LLM picks what DEFAULT means by its version.
    const uncertain = [ours, theirs].some(({ transports }) => transports?.includes('DEFAULT'));
    yield {
      path,
      ...(uncertain ? { severity: Severity.WARNING } : {}),
      message: `'${name}' takes KV cache over ${ours.transports?.join(', ')}, but '${prefill.name}' hands it over by ${theirs.transports?.join(', ')}; both must be equal`,
      fix: 'choose the same connector or transfer backend on both pools',
    };
  } else if (disjoint(ours.plugins, theirs.plugins)) {
    yield {
      path,
      message: `NIXL of '${name}' uses ${ours.plugins?.join(', ')}, but that of '${prefill.name}' ${theirs.plugins?.join(', ')}; both need one in common`,
      fix: 'list the same kv_connector_extra_config.backends on both pools',
    };
  }
  if (ours.dtype !== undefined && theirs.dtype !== undefined && ours.dtype !== theirs.dtype) {
    yield {
      path,
      message: `the KV cache of '${name}' holds ${ours.dtype}, but that of '${prefill.name}' ${theirs.dtype}; blocks move between them, so both must be equal`,
      fix: 'set the same KV cache dtype on both pools',
    };
  }
  const ports = [decode, prefill].map((worker) => setting(worker, ['--disaggregation-bootstrap-port'])?.value);
  if (ports[0] !== undefined && ports[1] !== undefined && ports[0] !== ports[1]) {
    yield {
      path,
      message: `'${name}' has --disaggregation-bootstrap-port ${ports[0]}, but '${prefill.name}' ${ports[1]}; both must be equal`,
      fix: `set --disaggregation-bootstrap-port to ${ports[1]}`,
    };
  }
}

function disjoint(ours: readonly string[] | undefined, theirs: readonly string[] | undefined): boolean {
  return ours !== undefined && theirs !== undefined && !ours.some((name) => theirs.includes(name));
}

/** vLLM refuses to start as a prefill worker without a connector; a decode worker without one computes every prompt itself. */
function* missingConnectors({ prefill, decode, combined }: Pools): Generator<Violation> {
  const takers = decode.length > 0 ? decode : combined;
  for (const worker of prefill.length === 0 ? [] : [...prefill, ...takers]) {
    const { kind } = worker.engine;
    const stated = worker.commandLine.has('--kv-transfer-config', '--config', '--engine-config-json');
    if (kind === 'vllm' && !stated) {
      yield {
        path: worker.path,
        message: `'${worker.name}' has no --kv-transfer-config, so no KV cache can move between prefill and decode`,
        fix: `add ${TRANSFER_CONFIG} to its args`,
      };
    }
  }
}
