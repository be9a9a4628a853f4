import { Severity } from '../findings';
import { at, parseJson } from '../observed';
import { approximateRoutingFlag, kvEventFlags, type Release } from '../releases';
import { kvRouters, routedWorkers } from './routing';
import type { Rule } from './rule';
import { isTrue, setting, type Worker } from './workers';

/** What is known of a worker's KV events; a reason when there are none. */
type Publication = { readonly state: 'on' | 'unknown' } | { readonly state: 'off'; readonly reason: string };

const ON: Publication = { state: 'on' };
const UNKNOWN: Publication = { state: 'unknown' };
const EVENTS_CONFIG = `--kv-events-config '{"enable_kv_cache_events":true,"publisher":"zmq","topic":"kv-events","endpoint":"tcp://*:20080"}'`;

export const kvRoutingEvents: Rule = {
  code: 'DYN024',
  title: 'workers publish the KV events that the router follows',
  severity: Severity.ERROR,
  rationale:
    'In KV mode the router learns from events which blocks each worker holds; in a disaggregated graph it is the prefill workers that it asks. When they publish none, its index stays empty: it balances load and never finds a cached prefix, without an error or a warning in the logs.',
  fix: 'let the workers publish KV events, or let the router guess from its own decisions',
  source: 'ai-dynamo/dynamo docs/components/router/router-guide.md',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      const router = kvRouters(graph).find((candidate) => candidate.followsEvents);
      if (router === undefined) {
        continue;
      }
      const release = releaseOf(graph);
      for (const worker of routedWorkers(graph)) {
        const publication = publicationOf(worker, release);
        if (publication.state === 'off') {
          yield {
            path: worker.path,
            message: `'${worker.name}' publishes no KV events (${publication.reason}), but '${router.component.name}' routes by them (${router.because})`,
            fix: `${remedy(worker, release)}, or start '${router.component.name}' with ${approximateRoutingFlag(release)}`,
          };
        }
      }
    }
  },
};

/** Whether a worker publishes KV events, as far as the documents say. */
export function publicationOf(worker: Worker, release: Release): Publication {
  switch (worker.engine.kind) {
    case 'mocker':
      return ON;
    case 'trtllm': {
      const variable = ['DYN_TRTLLM_PUBLISH_KV_EVENTS', 'DYN_TRTLLM_PUBLISH_EVENTS_AND_METRICS'].some((name) =>
        isTrue(worker.env.get(name)?.value),
      );
      return worker.engine.kvEvents || variable ? ON : { state: 'off', reason: `no ${kvEventFlags(release)[0]}` };
    }
    case 'vllm':
      return publicationByConfig(worker, '--no-enable-prefix-caching', '--enable-prefix-caching');
    case 'sglang':
      return publicationByConfig(worker, '--disable-radix-cache');
  }
}

/** vLLM and SGLang publish what `--kv-events-config` says, and nothing without a prefix cache. */
function publicationByConfig(worker: Worker, cacheOff: string, cacheOn = ''): Publication {
  const { commandLine } = worker;
  if (commandLine.has('--config', '--engine-config-json')) {
    // A file may hold every flag.
    return UNKNOWN;
  }
  const found = setting(worker, ['--kv-events-config']);
  const config = parseJson(found?.value);
  if (found !== undefined && config === undefined) {
    return UNKNOWN;
  }
  if (at(config, 'enable_kv_cache_events') !== true) {
    return {
      state: 'off',
      reason: found === undefined ? 'no --kv-events-config' : 'enable_kv_cache_events is not true',
    };
  }
  return commandLine.find(cacheOff, cacheOn)?.name === cacheOff
    ? { state: 'off', reason: `${cacheOff} turns them off` }
    : ON;
}

function remedy(worker: Worker, release: Release): string {
  const { commandLine, engine } = worker;
  if (engine.kind === 'trtllm') {
    return `add ${kvEventFlags(release).join(' ')} to the args of '${worker.name}'`;
  }
  const cacheOff = commandLine.find('--no-enable-prefix-caching', '--disable-radix-cache');
  const events = commandLine.has('--kv-events-config') && cacheOff !== undefined ? '' : `add ${EVENTS_CONFIG} to`;
  const cache = cacheOff === undefined ? '' : `${events === '' ? '' : 'and '}take ${cacheOff.name} out of`;
  return `${[events, cache].filter((part) => part !== '').join(' ')} the args of '${worker.name}'`;
}
