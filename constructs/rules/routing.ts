import type { ObservedComponent, ObservedGraph } from '../observed';
import { isTrue, modeOf, numberOf, setting, type Worker, workersOf } from './workers';

/** A component that chooses workers by their KV cache. */
interface KvRouter {
  readonly component: ObservedComponent;
  /** Whether it wants to hear from the workers which blocks they hold; otherwise it guesses. */
  readonly followsEvents: boolean;
  /** What says so, for messages: `--router-mode kv`. */
  readonly because: string;
}

/** Routes in a process of its own to the workers of one component. */
export const STANDALONE_ROUTER = 'dynamo.router';

/** Frontends in KV mode; and endpoint pickers and standalone routers, which always route by KV cache. */
export function kvRouters(graph: ObservedGraph): readonly KvRouter[] {
  return graph.components.flatMap((component) => {
    if (component.role === 'epp') {
      return [endpointPicker(component)];
    }
    if (component.commandLine.module === STANDALONE_ROUTER) {
      return [{ component, followsEvents: followsEvents(component), because: STANDALONE_ROUTER }];
    }
    const mode = routerMode(component);
    return component.role === 'frontend' && mode.value === 'kv'
      ? [{ component, followsEvents: followsEvents(component), because: mode.because }]
      : [];
  });
}

/** How a frontend routes. Source: ai-dynamo 1.6.1 dynamo/common/configuration/groups/router_args.py. */
export function routerMode(frontend: ObservedComponent): { readonly value: string; readonly because: string } {
  if (isLoadAware(frontend)) {
    return { value: 'kv', because: '--load-aware' };
  }
  const mode = setting(frontend, ['--router-mode'], ['DYN_ROUTER_MODE']);
  const value = mode?.value ?? (mode === undefined ? 'round-robin' : 'unknown');
  const because = mode?.name.startsWith('--') ? `${mode.name} ${value}` : `${mode?.name ?? '--router-mode'}=${value}`;
  return { value, because };
}

/** Workers whose cache decides where a request goes: the prefill workers, or all where there are none. */
export function routedWorkers(graph: ObservedGraph): readonly Worker[] {
  const workers = workersOf(graph).filter((worker) => modeOf(worker) !== 'encode');
  const prefill = workers.filter((worker) => modeOf(worker) === 'prefill');
  return prefill.length > 0 ? prefill : workers;
}

function followsEvents(frontend: ObservedComponent): boolean {
  if (isLoadAware(frontend) || ignoresOverlap(frontend)) {
    return false;
  }
  const flag = frontend.commandLine.find(
    '--router-kv-events',
    '--no-router-kv-events',
    '--kv-events',
    '--no-kv-events',
  );
  if (flag !== undefined) {
    return !flag.name.startsWith('--no-');
  }
  const variable = frontend.env.get('DYN_ROUTER_USE_KV_EVENTS');
  return variable === undefined || isTrue(variable.value);
}

/** The picker's own default changed between releases, so only a stated wish counts. */
function endpointPicker(component: ObservedComponent): KvRouter {
  const wish = ['DYN_ROUTER_USE_KV_EVENTS', 'DYN_USE_KV_EVENTS'].find((name) => isTrue(component.env.get(name)?.value));
  return { component, followsEvents: wish !== undefined, because: wish === undefined ? 'type epp' : `${wish}=true` };
}

function isLoadAware(frontend: ObservedComponent): boolean {
  return frontend.commandLine.has('--load-aware') || isTrue(frontend.env.get('DYN_ROUTER_LOAD_AWARE')?.value);
}

/** With a weight of 0 the router does not look at caches at all. */
function ignoresOverlap(frontend: ObservedComponent): boolean {
  const weight = setting(
    frontend,
    ['--router-kv-overlap-score-credit', '--router-kv-overlap-score-weight', '--kv-overlap-score-weight'],
    ['DYN_ROUTER_KV_OVERLAP_SCORE_CREDIT', 'DYN_ROUTER_KV_OVERLAP_SCORE_WEIGHT'],
  );
  return numberOf(weight) === 0;
}
