import type { GraphDescription, ModelDescription, PlannerDescription, PoolDescription } from '../constructs';
import type { Output } from './output';
import { count, gibibytes, grouped, table } from './text';

const ENGINE_NAMES = { trtllm: 'TensorRT-LLM', vllm: 'vLLM', sglang: 'SGLang', mocker: 'mocker' } as const;

/** A graph in a few aligned lines; every figure stands in its description. */
export function summaryLines(graph: GraphDescription, colors: Output['colors']): readonly string[] {
  const { model, workload, cache, computeDomain, planner, totals } = graph;
  const facts: (readonly [string, string])[] = [
    [
      'graph',
      `${graph.name}, Dynamo ${graph.release.patch}, ${ENGINE_NAMES[graph.engine.kind]} ${graph.engine.version}`,
    ],
    ['model', modelText(model)],
    ['router', graph.router.mode + (graph.router.kvEvents ? ', following KV events' : '')],
  ];
  if (workload !== undefined) {
    const requests = workload.concurrency === undefined ? '' : `, ${count(workload.concurrency, 'request')} at once`;
    facts.push([
      'workload',
      `${grouped(workload.inputTokens)} input + ${grouped(workload.outputTokens)} output tokens${requests}`,
    ]);
  }
  if (cache !== undefined) {
    const size = cache.sizeBytes === undefined ? '' : `, ${gibibytes(cache.sizeBytes)} GiB`;
    facts.push(['weights', `claim ${cache.claim}${cache.external ? ' (made elsewhere)' : size}, ${cache.accessMode}`]);
  }
  if (computeDomain !== undefined) {
    facts.push(['NVLink', `compute domain ${computeDomain.name} over ${count(computeDomain.nodes, 'node')}`]);
  }
  if (planner !== undefined) {
    facts.push(['planner', plannerText(planner)]);
  }
  facts.push(['pods', `pass Pod Security level ${graph.podSecurity}`]);
  const frontends = graph.frontends.map((frontend) => [
    frontend.name,
    'frontend',
    String(frontend.replicas),
    ...new Array<string>(6).fill('-'),
  ]);
  const head = [
    'COMPONENT',
    'ROLE',
    'REPLICAS',
    'NODES',
    'GPUS',
    'PARALLELISM',
    'WEIGHTS/GPU',
    'KV CACHE/GPU',
    'KV TOKENS',
  ];
  const planners = planner === undefined ? [] : [[planner.name, 'planner', '1', ...new Array<string>(6).fill('-')]];
  const rows = [...frontends, ...graph.pools.map(poolRow), ...planners];
  const nodes = totals.nodes.map(
    ({ nodeGroup, needed, declared }) =>
      `${count(needed, `${nodeGroup} node`)}${declared === undefined ? '' : ` of ${declared}`}`,
  );
  return [
    table(['', ''], facts),
    '',
    table(head, rows, { right: [2, 3, 4, 6, 7, 8], colors }),
    '',
    `total: ${count(totals.workers, 'worker')}, ${count(totals.gpus, 'GPU')}, ${nodes.join(', ')}`,
  ];
}

/** The model, or what is not checked because its architecture is not known. */
function modelText({ name, precision, repository, parameters, checkpointBytes }: ModelDescription): string {
  const size = checkpointBytes === undefined ? '' : `, ${gibibytes(checkpointBytes)} GiB`;
  const facts =
    parameters === undefined
      ? `${size}; memory not checked: Stator has no facts for it`
      : `, ${(parameters / 1e9).toFixed(1)} billion parameters${size}`;
  return `${name}${precision === undefined ? '' : ` ${precision.toUpperCase()}`} (${repository})${facts}`;
}

/** What scales the pools, to what end, and how far. */
function plannerText({ slo, target, throughput, load, pools, maxGpus, advisory }: PlannerDescription): string {
  const goal = slo === undefined ? `for ${target}` : `to TTFT ${slo.ttftMs} ms and ITL ${slo.itlMs} ms`;
  const ways = [
    ...(throughput === undefined ? [] : [`ahead of the load every ${throughput.intervalSeconds} s`]),
    ...(load === undefined ? [] : [`after the load every ${load.intervalSeconds} s`]),
  ];
  const least = pools.map(({ name, minWorkers }) => `${name} from ${minWorkers}`).join(', ');
  const most = maxGpus < 0 ? '' : `, at most ${count(maxGpus, 'GPU')} together`;
  return `${advisory ? 'would scale' : 'scales'} ${goal}, ${ways.join(' and ')}: ${least}${most}`;
}

function poolRow(pool: PoolDescription): readonly string[] {
  const { memory } = pool;
  return [
    pool.name,
    pool.role,
    String(pool.workers),
    String(pool.nodes),
    String(pool.gpus),
    pool.parallelism.text,
    ...(memory === undefined
      ? ['-', '-', '-']
      : [
          `${gibibytes(memory.weightBytes)} GiB`,
          `${gibibytes(memory.kvCacheBytes)} of ${gibibytes(memory.gpuBytes)} GiB`,
          grouped(memory.kvTokensPerWorker * pool.workers),
        ]),
  ];
}
