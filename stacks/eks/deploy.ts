import { getAvailabilityZones } from '@pulumi/aws/getAvailabilityZones';
import * as pulumi from '@pulumi/pulumi';
import { Check } from '@sinclair/typebox/value';
import { type Blueprint, type Instance, instantiate } from '../../blueprints';
import { GraphDeployment, GraphWait } from '../pulumi';
import { STATOR, UNUSABLE_CONFIG } from '../pulumi/stator-config';
import { inWords } from '../pulumi/user-error';
import { type EksConfig, readConfig } from './config';
import { InferenceCluster } from './inference-cluster';

/** What the stack tells when it is up. */
export interface EksOutputs {
  readonly kubeconfig: pulumi.Output<string>;
  /** @default - no blueprint was given */
  readonly frontendUrl?: pulumi.Output<string>;
}

/**
 * Makes a cluster by the configuration of the stack and, if it names a blueprint, deploys that.
 *
 * @throws ProgramError with everything that is wrong with the configuration, or for which the machines cannot hold the graph
 */
export async function deploy(): Promise<EksOutputs> {
  const config = readConfig(pulumi.getStack());
  const { blueprint, wait, namespace, parameters, ...cluster } = config;
  const instance = blueprint === undefined ? undefined : instanceOf(blueprint, config);
  const zones = config.zones ?? (await usualZones());
  const name = config.clusterName;
  const made = inWords(
    () =>
      new InferenceCluster(name, {
        ...cluster,
        zones,
        graphs: instance === undefined ? [] : [instance.graph.describe()],
      }),
    { title: UNUSABLE_CONFIG },
  );
  const { kubeconfig, provider, ready } = made;
  if (instance === undefined || blueprint === undefined) {
    return { kubeconfig };
  }
  const deployment = new GraphDeployment(blueprint.name, instance.app, {
    provider,
    dependsOn: [...ready],
    wait: wait ? GraphWait.untilReady({ kubeconfig }) : GraphWait.none(),
  });
  return { kubeconfig, frontendUrl: deployment.frontendUrl };
}

/** The blueprint on the machines of the stack: parameters that follow from them need not be said twice. */
function instanceOf(blueprint: Blueprint, { parameters, release, namespace, ...config }: EksConfig): Instance {
  return inWords(
    () =>
      instantiate(blueprint, {
        release,
        namespace,
        createNamespace: true,
        parameters: { ...impliedParameters(blueprint, parameters, config), ...parameters },
      }),
    { title: UNUSABLE_CONFIG, place: `${STATOR}parameters` },
  );
}

/** Values for a blueprint's parameters `machine`, `nodes` and `storageClass` that the stack decides. */
function impliedParameters(
  { parameters: { properties } }: Blueprint,
  given: EksConfig['parameters'],
  { groups, store }: Pick<EksConfig, 'groups' | 'store'>,
): Readonly<Record<string, unknown>> {
  const { machine, nodes, storageClass } = properties;
  const fitting = machine === undefined ? [] : groups.filter((group) => Check(machine, group.machine));
  const [type, ...others] = new Set(fitting.map((group) => group.machine));
  const { storageClassName } = store;
  return {
    ...(type === undefined || others.length > 0
      ? {}
      : { machine: type, ...(nodes === undefined ? {} : { nodes: sum(fitting.map((group) => group.nodes)) }) }),
    // A claim that is there already has a class of its own.
    ...(storageClass === undefined || storageClassName === undefined || 'cacheClaim' in given
      ? {}
      : { storageClass: storageClassName }),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/**
 * Zones that have no control plane of EKS, by the ids that they have in every account.
 * Source: docs.aws.amazon.com eks network-reqs (subnet requirements), 2026.
 */
const ZONES_WITHOUT_EKS = ['use1-az3', 'usw1-az2', 'cac1-az3'];

/** The first two zones that every account has and EKS takes. Which ones those are differs between accounts. */
async function usualZones(): Promise<readonly string[]> {
  const { names } = await getAvailabilityZones({
    state: 'available',
    excludeZoneIds: ZONES_WITHOUT_EKS,
    filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
  });
  return names.slice(0, 2);
}
