import type { ObservedComponent, ObservedGraph } from '../observed';
import { runsDynamo } from './dynamo-process';
import { reaches, runtimeVersionOf } from './image-version';
import { setting } from './workers';

/** How components of a graph talk to each other. */
export interface Plane {
  /** For messages: `request plane`. */
  readonly name: string;
  readonly flag: string;
  readonly variable: string;
  /** What a component uses when nothing is set; `undefined` when that is not certain. */
  readonly defaultOf: (component: ObservedComponent) => string | undefined;
}

export const REQUEST_PLANE: Plane = {
  name: 'request plane',
  flag: '--request-plane',
  variable: 'DYN_REQUEST_PLANE',
  defaultOf: () => 'tcp',
};

export const RESPONSE_PLANE: Plane = {
  name: 'response plane',
  flag: '--response-plane',
  variable: 'DYN_RESPONSE_PLANE',
  defaultOf: () => 'tcp',
};

export const EVENT_PLANE: Plane = {
  name: 'event plane',
  flag: '--event-plane',
  variable: 'DYN_EVENT_PLANE',
  // Before 1.3 it depended on the discovery backend and on the platform.
  defaultOf: (component) => {
    const version = runtimeVersionOf(component);
    return version !== undefined && reaches(version, '1.3') ? 'zmq' : undefined;
  },
};

/** What a component uses of a plane. */
export interface PlaneUse {
  readonly component: ObservedComponent;
  readonly value: string;
  /** What says so, for messages: `--request-plane nats`, or `the default`. */
  readonly because: string;
  readonly path: string;
}

/** What each component uses, as far as the manifest tells. */
export function planeUses(graph: ObservedGraph, plane: Plane): readonly PlaneUse[] {
  return graph.components.filter(runsDynamo).flatMap((component) => {
    const found = setting(component, [plane.flag], [plane.variable]);
    const value = found === undefined ? plane.defaultOf(component) : found.value?.trim();
    if (value === undefined || value === '') {
      return [];
    }
    const because =
      found === undefined ? 'the default' : `${found.name}${found.name === plane.flag ? ' ' : '='}${value}`;
    return [{ component, value, because, path: found?.path ?? component.path }];
  });
}

/** Components that differ from the first one, the frontend if there is one. */
export function disagreements(uses: readonly PlaneUse[]): readonly (readonly [PlaneUse, PlaneUse])[] {
  const reference = uses.find(({ component }) => component.role === 'frontend') ?? uses[0];
  return uses.flatMap((use) =>
    reference === undefined || use.value === reference.value ? [] : [[use, reference] as const],
  );
}
