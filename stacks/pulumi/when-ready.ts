import * as pulumi from '@pulumi/pulumi';
import { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { InferenceGraph } from '../../constructs/graph';
import type { DeployedGraph, GraphAccess } from './graph-access';
import { type GraphWait, type ReadyOptions, SETTLING } from './graph-wait';
import { clusterReader, waitForGraph } from './readiness';
import { ProgramError } from './user-error';

/** How graphs are reached: at once, or once all of them are Ready. */
export function whenReady(
  component: pulumi.Resource,
  graphs: readonly DeployedGraph[],
  wait: GraphWait,
  root: IConstruct,
): pulumi.Output<readonly GraphAccess[]> {
  const { ready } = wait;
  const access = pulumi.all(graphs.map((graph) => graph.access));
  // A preview changes nothing that could become ready.
  if (ready === undefined || graphs.length === 0 || pulumi.runtime.isDryRun()) {
    return access;
  }
  const timeoutSeconds = (ready.timeout ?? usualTimeout(root)).toSeconds();
  const waited = pulumi.all([access, pulumi.output(ready.kubeconfig)]).apply(async ([known, kubeconfig]) => {
    const reader = readerFor(ready, kubeconfig);
    const stop = new AbortController();
    const waits = known.map(({ graph, namespace }, index) =>
      waitForGraph(
        reader,
        { name: graph, namespace, apiVersion: graphs[index]?.apiVersion ?? '' },
        { timeoutSeconds, signal: stop.signal, report: (line, kind) => report(component, line, kind) },
      ),
    );
    try {
      await Promise.all(waits);
    } catch (error) {
      throw new ProgramError(error instanceof Error ? error.message : String(error));
    } finally {
      // The program would only end when the last graph had been waited for.
      stop.abort();
    }
    return true;
  });
  // That it is Ready is no secret, as the kubeconfig may be: else the addresses would become one.
  return pulumi.all([pulumi.unsecret(waited), access]).apply(([, known]) => known);
}

function readerFor({ context }: ReadyOptions, kubeconfig: string | undefined) {
  // The provider takes both, too. A text has several lines, or is JSON.
  const source = kubeconfig !== undefined && /[\n{]/.test(kubeconfig) ? 'text' : 'path';
  return clusterReader({
    ...(kubeconfig === undefined ? {} : { [source]: kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
}

/** Progress is for the moment, a warning is kept. */
function report(component: pulumi.Resource, line: string, kind: 'progress' | 'warning'): void {
  void (kind === 'warning' ? pulumi.log.warn(line, component) : pulumi.log.info(line, component));
}

function usualTimeout(root: IConstruct): Duration {
  const graphs = root.node.findAll().filter((construct) => construct instanceof InferenceGraph);
  const windows = graphs.flatMap((graph) => graph.describe().pools.map(({ startup }) => startup.windowSeconds));
  return Duration.seconds(SETTLING.toSeconds() + Math.max(0, ...windows));
}
