import type { Release } from '../../constructs';
import { at, parseQuantity, whole } from '../../constructs/observed';
import { type Code, type CodeObject, given, Snippet } from '../code';
import { readCommand } from '../flags';
import { type ComponentProgram, NO_OVERRIDES } from '../program';
import { mainOf, sameAmount, type TargetComponent } from '../target';
import { sizeCode } from './nodes';
import { quantitySize } from './quantity';

const ROUTERS: Readonly<Record<string, string>> = {
  random: 'random()',
  'power-of-two': 'powerOfTwo()',
  'least-loaded': 'leastLoaded()',
};

/** Whether a component can be said with a `Frontend`: the ordinary module with flags, or what the operator starts by itself. */
export function isFrontend({ component }: TargetComponent): boolean {
  const { role, commandLine, writtenCommand } = component;
  return role === 'frontend' && (writtenCommand.length === 0 || commandLine.module === 'dynamo.frontend');
}

export function recogniseFrontend(target: TargetComponent, graphImage: string | undefined): ComponentProgram {
  const { component } = target;
  const flags = readCommand(component)?.flags;
  const migration = whole(flags?.get('migration-limit'));
  return {
    construct: 'Frontend',
    name: target.name,
    props: given({
      replicas: severalOf(component.replicasWritten),
      router: routerOf(
        flags?.get('router-mode'),
        flags?.get('kv-events') === false || flags?.get('use-kv-events') === false,
      ),
      migrationLimit: migration === undefined || migration < 0 ? undefined : migration,
      ...amountProps(target),
      image: component.image === graphImage ? undefined : component.image,
    }),
    overrides: NO_OVERRIDES,
    keeps: [],
    comments: [],
  };
}

/** Whether a component can be said with an `EndpointPicker`. */
export function isPicker({ component }: TargetComponent): boolean {
  return component.role === 'epp';
}

export function recognisePicker(target: TargetComponent, release: Release): ComponentProgram {
  const { replicasWritten, image } = target.component;
  return {
    construct: 'EndpointPicker',
    name: target.name,
    props: given({
      replicas: release.atLeast('1.5') ? severalOf(replicasWritten) : undefined,
      image,
      ...amountProps(target),
    }),
    overrides: NO_OVERRIDES,
    keeps: [],
    comments: [],
  };
}

/** One is the default. */
export function severalOf(replicas: number | undefined): number | undefined {
  return replicas === 1 ? undefined : replicas;
}

function routerOf(mode: unknown, guessing: boolean): Snippet | undefined {
  if (mode === 'kv') {
    return new Snippet(guessing ? 'Router.kv({ events: false })' : 'Router.kv()', ['Router']);
  }
  const call = typeof mode === 'string' ? ROUTERS[mode] : undefined;
  return call === undefined ? undefined : new Snippet(`Router.${call}`, ['Router']);
}

/** CPU and memory, where they are requested and limited alike. */
export function amountProps({ template }: TargetComponent): CodeObject {
  const { limits, requests } = {
    limits: at(mainOf(template), 'resources', 'limits'),
    requests: at(mainOf(template), 'resources', 'requests'),
  };
  const both = (name: string) => (sameAmount(at(limits, name), at(requests, name)) ? at(limits, name) : undefined);
  const cpu = parseQuantity(both('cpu'));
  const memory = quantitySize(both('memory'));
  const props: Record<string, Code | undefined> = {
    cpu: cpu !== undefined && cpu > 0 ? cpu : undefined,
    memory: memory === undefined ? undefined : sizeCode(memory),
  };
  return given(props);
}
