import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { ComponentSpec, Volume, VolumeMount } from '../api';
import type { EngineKind } from '../description';
import { InvalidValueError, requireComponentName } from '../findings';
import type { Env } from './env-value';
import type { InferenceGraph } from './inference-graph';
import type { PodTemplatePatch } from './pod-template-patch';
import type { Router } from './router';

/** What a component beside frontends and pools runs. */
export interface ComponentParts {
  readonly image: string;
  /** Left out where the operator or the image knows it. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Env;
  readonly cpu: number;
  readonly memory: Size;
  readonly volumes?: readonly Volume[];
  readonly mounts?: readonly VolumeMount[];
  readonly eppConfig?: ComponentSpec['eppConfig'];
  readonly podTemplate?: PodTemplatePatch;
}

/** A component of a graph besides its frontends, pools and planner; it runs on CPU nodes. */
export abstract class GraphComponent<K extends EngineKind = EngineKind> extends Construct {
  /** As the operator calls it; absent for processes that it does not know. */
  public readonly type: 'epp' | undefined = undefined;

  protected constructor(
    public readonly graph: InferenceGraph<K>,
    id: string,
  ) {
    super(graph, id);
    requireComponentName('id', id);
  }

  /** What it runs, settled once the graph is complete. */
  public abstract parts(): ComponentParts;

  /** Number of pods. */
  public abstract readonly replicas: number;

  /** How it chooses workers. */
  public abstract readonly router: Router;
}

/** The components of a graph besides frontends, pools and planner, in the order in which they were added. */
export function graphComponents(graph: Construct): readonly GraphComponent[] {
  return graph.node.children.filter((child) => child instanceof GraphComponent);
}

/** Throws unless a number of cores is above 0. */
export function requireCores(cpu: number): void {
  if (!(cpu > 0)) {
    throw new InvalidValueError('cpu', cpu, 'a number of cores above 0');
  }
}

/** Throws for a graph behind an endpoint picker. */
export function requireNoPicker(graph: Construct & { readonly name: string }, fix: string): void {
  const picker = graphComponents(graph).find(({ type }) => type === 'epp');
  if (picker !== undefined) {
    throw new InvalidValueError(
      'graph',
      graph.name,
      'a graph without an EndpointPicker',
      `'${picker.node.id}' is there: ${fix}`,
    );
  }
}
