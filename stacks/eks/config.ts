import { Config } from '@pulumi/pulumi';
import { Size } from 'cdk8s';
import { type Blueprint, findBlueprint, settleParameters } from '../../blueprints';
import { InvalidValueError } from '../../constructs/findings';
import { AwsMachine, AwsPurchase, NodeGroup } from '../../constructs/hardware';
import { Release } from '../../constructs/releases';
import { STATOR, statorConfig, UNUSABLE_CONFIG } from '../pulumi/stator-config';
import { UserErrors } from '../pulumi/user-error';
import { Capacity } from './capacity';
import { ConfigReader } from './config-reader';
import { defined } from './defined';
import { GpuGroup } from './gpu-group';
import { KubernetesVersion } from './kubernetes-version';
import { type LustreOptions, ModelStore } from './model-store';
import { SystemMachine } from './system-machine';
import type { SystemNodes } from './system-node-group';

/** The configuration of the project, read and checked. Absent means the default of `InferenceCluster`. */
export interface EksConfig {
  readonly region: string;
  readonly clusterName: string;
  readonly groups: readonly GpuGroup[];
  readonly zones?: readonly string[];
  readonly kubernetesVersion?: KubernetesVersion;
  readonly publicAccessCidrs: readonly string[];
  readonly administrators?: readonly string[];
  readonly system?: SystemNodes;
  readonly store: ModelStore;
  readonly release: Release;
  /** Absent: the cluster alone. */
  readonly blueprint?: Blueprint;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly namespace: string;
  /** Whether to wait for the graph to be Ready. */
  readonly wait: boolean;
}

/** Keys whose values are not text. */
const JSON_KEYS: readonly string[] = [
  'groups',
  'zones',
  'parameters',
  'wait',
  'store',
  'system',
  'publicAccessCidrs',
  'administrators',
];

/**
 * Reads the configuration of the stack.
 *
 * @param stack name for a cluster that was given none
 * @throws ProgramError with everything that is wrong with it
 */
export function readConfig(stack: string): EksConfig {
  const errors = new UserErrors();
  const aws = new ConfigReader({ region: new Config('aws').get('region') }, errors, 'aws:');
  const stator = new ConfigReader(statorValues(errors), errors, STATOR);

  const region = aws.require('region', aws.text('region'), "a region, for example 'us-east-1'");
  const sections = stator.sections('groups');
  if (sections.length === 0) {
    stator.require('groups', undefined, "GPU machines, for example [{ machine: 'p5.48xlarge', nodes: 2 }]");
  }
  const groups = sections.map(readGroup);
  const name = stator.text('blueprint');
  const blueprint = name === undefined ? undefined : stator.make(() => findBlueprint(name));
  const versionText = stator.text('release');
  const release = versionText === undefined ? Release.latest : stator.make(() => Release.parse(versionText));
  const store = readStore(stator);
  const system = readSystem(stator.section('system'));
  const parameters = stator.object('parameters') ?? {};
  errors.attempt(() => blueprint && settleParameters(blueprint.parameters, parameters), `${STATOR}parameters`);
  // Pulumi talks to the API server, too: without its address an update stops at the first chart, with the cluster paid for.
  const publicAccessCidrs = stator.require(
    'publicAccessCidrs',
    stator.texts('publicAccessCidrs'),
    'the addresses from which the API server can be reached, this machine\'s among them, for example ["203.0.113.0/24"]; [] if it is inside of the VPC',
  );
  const rest = {
    ...defined('zones', stator.texts('zones')),
    ...defined('kubernetesVersion', stator.choice('kubernetesVersion', Object.values(KubernetesVersion))),
    ...defined('administrators', stator.texts('administrators')),
    ...defined('system', system),
    ...defined('blueprint', blueprint),
    clusterName: stator.text('clusterName') ?? stack,
    parameters,
    namespace: stator.text('namespace') ?? 'inference',
    wait: stator.flag('wait') ?? true,
  };
  stator.finish();
  const sound = groups.filter((group) => group !== undefined);
  errors.throwIfAny(UNUSABLE_CONFIG);
  if (region === undefined || release === undefined || store === undefined || publicAccessCidrs === undefined) {
    throw new Error('a setting is missing that nothing complained about');
  }
  return { region, release, store, publicAccessCidrs, groups: sound, ...rest };
}

function readGroup(reader: ConfigReader): GpuGroup | undefined {
  const machine = reader.require(
    'machine',
    reader.choice('machine', Object.values(AwsMachine)),
    `one of ${Object.values(AwsMachine).join(', ')}`,
  );
  const nodes = reader.require('nodes', reader.number('nodes'), 'the number of machines');
  const name = reader.text('name');
  const rootVolumeGib = reader.number('rootVolumeGib');
  const capacity = readCapacity(reader.section('capacity'));
  const scaling = reader.section('scaling');
  const bounds = scaling === undefined ? undefined : { min: scaling.number('min'), max: scaling.number('max') };
  scaling?.require('min', bounds?.min, 'the least number of machines');
  scaling?.require('max', bounds?.max, 'the largest number of machines');
  scaling?.finish();
  reader.finish();
  if (machine === undefined || nodes === undefined || capacity === undefined) {
    return undefined;
  }
  return reader.make(
    () =>
      new GpuGroup({
        nodes: NodeGroup.aws(machine, { nodes, ...defined('name', name) }),
        capacity,
        ...(bounds?.min === undefined || bounds.max === undefined
          ? {}
          : { scaling: { min: bounds.min, max: bounds.max } }),
        ...(rootVolumeGib === undefined ? {} : { rootVolume: Size.gibibytes(rootVolumeGib) }),
      }),
  );
}

function readCapacity(reader: ConfigReader | undefined): Capacity | undefined {
  if (reader === undefined) {
    return Capacity.onDemand();
  }
  const type = reader.require(
    'type',
    reader.choice('type', Object.values(AwsPurchase)),
    `one of ${Object.values(AwsPurchase).join(', ')}`,
  );
  const zone = reader.text('zone');
  const reserved = type === AwsPurchase.CAPACITY_BLOCK || type === AwsPurchase.RESERVATION;
  const reservationId = reserved
    ? reader.require('reservationId', reader.text('reservationId'), 'the id of the reservation')
    : undefined;
  if (reserved) {
    reader.require('zone', zone, 'the zone of the reservation');
  }
  reader.finish();
  return reader.make(() => {
    switch (type) {
      case undefined:
        return undefined;
      case AwsPurchase.ON_DEMAND:
        return Capacity.onDemand(defined('zone', zone));
      case AwsPurchase.SPOT:
        return Capacity.spot(defined('zone', zone));
      case AwsPurchase.CAPACITY_BLOCK:
      case AwsPurchase.RESERVATION: {
        if (reservationId === undefined || zone === undefined) {
          return undefined;
        }
        const options = { reservationId, zone };
        return type === AwsPurchase.RESERVATION ? Capacity.reservation(options) : Capacity.capacityBlock(options);
      }
    }
  });
}

function readStore(stator: ConfigReader): ModelStore | undefined {
  const reader = stator.section('store');
  if (reader === undefined) {
    return ModelStore.efs();
  }
  const type = reader.require('type', reader.choice('type', ['lustre', 'efs', 'none']), 'one of lustre, efs, none');
  const lustre =
    type === 'lustre'
      ? {
          sizeGib: reader.require('sizeGib', reader.number('sizeGib'), '1200 or a multiple of 2400'),
          throughput: reader.number('throughput'),
          volumes: reader.number('volumes'),
          efa: reader.flag('efa'),
        }
      : undefined;
  reader.finish();
  return reader.make(() => {
    if (type === undefined) return undefined;
    if (type === 'efs') return ModelStore.efs();
    if (type === 'none') return ModelStore.none();
    if (lustre?.sizeGib === undefined) return undefined;
    const { sizeGib, throughput, volumes, efa } = lustre;
    const options: LustreOptions = {
      size: Size.gibibytes(sizeGib),
      ...defined('volumes', volumes),
      ...defined('efa', efa),
    };
    return ModelStore.lustre(throughput === undefined ? options : { ...options, throughput: throughputOf(throughput) });
  });
}

function throughputOf(value: number): 125 | 250 | 500 | 1000 {
  if (value === 125 || value === 250 || value === 500 || value === 1000) {
    return value;
  }
  throw new InvalidValueError('throughput', value, 'one of 125, 250, 500, 1000');
}

function readSystem(reader: ConfigReader | undefined): SystemNodes | undefined {
  if (reader === undefined) {
    return undefined;
  }
  const system = {
    ...defined('machine', reader.choice('machine', Object.values(SystemMachine))),
    ...defined('nodes', reader.number('nodes')),
  };
  reader.finish();
  return system;
}

/** The values below `stator:`; what is not text stands there as JSON. */
function statorValues(errors: UserErrors): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(statorConfig()).flatMap(([key, text]) => {
      if (!JSON_KEYS.includes(key)) {
        return [[key, text]];
      }
      try {
        return [[key, JSON.parse(text)]];
      } catch {
        errors.add(`'${STATOR}${key}' must be JSON, got '${text}'; set it with pulumi config set --path`);
        return [];
      }
    }),
  );
}
