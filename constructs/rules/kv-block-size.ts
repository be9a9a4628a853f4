import { Severity } from '../findings';
import { type ObservedComponent, whole } from '../observed';
import { kvRouters, STANDALONE_ROUTER } from './routing';
import type { Rule, Violation } from './rule';
import { engineKey, modeOf, numberOf, setting, type Worker, workersOf } from './workers';

/** A stated number of tokens per block, and what states it. */
interface BlockSize {
  readonly component: ObservedComponent;
  readonly tokens: number;
  readonly name: string;
}

/** How each engine spells the size on its command line. */
const FLAG = {
  vllm: '--block-size',
  sglang: '--page-size',
  trtllm: '--kv-block-size',
  mocker: '--block-size',
} as const;

export const kvBlockSize: Rule = {
  code: 'DYN023',
  title: 'workers and router count KV-cache blocks of the same size',
  severity: Severity.ERROR,
  rationale:
    'The KV router cuts a prompt into blocks, hashes them, and looks the hashes up among the blocks that workers report. With blocks of another size no hash ever matches: requests are served, but the router finds no cached prefix, and nothing says so.',
  fix: 'state the same number of tokens per block on every worker, frontend, endpoint picker and router, or on none',
  source: 'ai-dynamo/dynamo docs/kubernetes/inference-gateway.md',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const routers = kvRouters(graph);
      if (routers.length === 0) {
        continue;
      }
      const workers = workersOf(graph).filter((worker) => modeOf(worker) !== 'encode');
      for (const worker of workers) {
        yield* differenceInside(worker);
      }
      const stated = routers.flatMap(({ component }) => routerBlockSize(component) ?? []);
      for (const group of byModel(workers)) {
        const [reference, ...others] = group.flatMap((worker) => workerBlockSize(worker) ?? []);
        if (reference !== undefined) {
          yield* [...others, ...stated].flatMap((size) => difference(size, reference));
        }
      }
    }
  },
};

function difference(size: BlockSize, reference: BlockSize): readonly Violation[] {
  return size.tokens === reference.tokens
    ? []
    : [
        {
          path: size.component.path,
          message: `'${size.component.name}' counts KV blocks of ${size.tokens} tokens (${size.name}), but '${reference.component.name}' holds blocks of ${reference.tokens} (${reference.name}); both must be equal`,
          fix: `set ${size.name} to ${reference.tokens}, or ${reference.name} of '${reference.component.name}' to ${size.tokens}`,
        },
      ];
}

/** TensorRT-LLM takes the size for its cache from the configuration, and Dynamo takes the size it reports from the flag. */
function* differenceInside(worker: Worker): Generator<Violation> {
  const engine = whole(engineKey(worker, 'kv_cache_config', 'tokens_per_block'));
  const flag = setting(worker, [FLAG.trtllm], ['DYN_TRTLLM_KV_BLOCK_SIZE']);
  const reported = numberOf(flag);
  if (worker.engine.kind === 'trtllm' && engine !== undefined && reported !== undefined && engine !== reported) {
    yield {
      path: worker.path,
      message: `'${worker.name}' reports KV blocks of ${reported} tokens (${flag?.name}), but its engine holds blocks of ${engine} (kv_cache_config.tokens_per_block); both must be equal`,
      fix: `set ${flag?.name} to ${engine}`,
    };
  }
}

function workerBlockSize(worker: Worker): BlockSize | undefined {
  const flag = FLAG[worker.engine.kind];
  const found = setting(worker, [flag], worker.engine.kind === 'trtllm' ? ['DYN_TRTLLM_KV_BLOCK_SIZE'] : []);
  const stated = numberOf(found);
  if (found !== undefined) {
    return stated === undefined ? undefined : { component: worker, tokens: stated, name: found.name };
  }
  const tokens = worker.engine.kvBlockTokens;
  return tokens === undefined ? undefined : { component: worker, tokens, name: 'kv_cache_config.tokens_per_block' };
}

function routerBlockSize(component: ObservedComponent): BlockSize | undefined {
  const found =
    component.commandLine.module === STANDALONE_ROUTER
      ? setting(component, ['--router-block-size', '--block-size'], ['DYN_ROUTER_BLOCK_SIZE'])
      : setting(component, ['--kv-cache-block-size'], ['DYN_KV_CACHE_BLOCK_SIZE']);
  const tokens = numberOf(found);
  return found === undefined || tokens === undefined ? undefined : { component, tokens, name: found.name };
}

/** Workers of different models have caches of their own. */
function byModel(workers: readonly Worker[]): readonly (readonly Worker[])[] {
  const groups = new Map<string | undefined, Worker[]>();
  for (const worker of workers) {
    const model = worker.engine.servedModelName ?? worker.engine.modelPath;
    groups.set(model, [...(groups.get(model) ?? []), worker]);
  }
  return [...groups.values()];
}
