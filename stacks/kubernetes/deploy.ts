import { Config } from '@pulumi/pulumi';
import { Duration } from 'cdk8s';
import { type Blueprint, instantiate } from '../../blueprints';
import type { Release } from '../../constructs';
import { GraphDeployment, GraphWait } from '../pulumi';

/** A graph to deploy: a blueprint, what it is given, and what is waited for. */
export interface GraphSettings {
  readonly blueprint: Blueprint;
  /** Values by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly release: Release;
  /**
   * Namespace of all objects.
   * @default - that of the kubeconfig's context
   */
  readonly namespace?: string;
  /** Whether the namespace is made, too. */
  readonly createNamespace: boolean;
  /** Whether to wait until the graph is Ready. */
  readonly wait: boolean;
  /**
   * How long to wait, at most `MOST_MINUTES`.
   * @default - as long as the graph may take to start
   */
  readonly timeoutMinutes?: number;
}

/** A day: a graph that takes longer does not come. */
export const MOST_MINUTES = 1440;

/** Deploys the blueprint of the settings onto the cluster of the default provider: the current kubeconfig, or `kubernetes:kubeconfig`. */
export function deploy(settings: GraphSettings): GraphDeployment {
  const { wait, timeoutMinutes } = settings;
  const { app, graph } = instantiate(settings.blueprint, settings);
  return new GraphDeployment(graph.name, app, {
    wait: wait
      ? GraphWait.untilReady({
          ...clusterOfProvider(),
          ...(timeoutMinutes === undefined ? {} : { timeout: Duration.minutes(timeoutMinutes) }),
        })
      : GraphWait.none(),
  });
}

/** What the default provider reads, too. Source: pulumi/pulumi-kubernetes provider configuration. */
function clusterOfProvider(): { readonly kubeconfig?: string; readonly context?: string } {
  const config = new Config('kubernetes');
  const [kubeconfig, context] = [config.get('kubeconfig'), config.get('context')];
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  };
}
