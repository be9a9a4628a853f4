import type { Input } from '@pulumi/pulumi';
import { Duration } from 'cdk8s';

/** Options of `GraphWait.untilReady`. */
export interface ReadyOptions {
  /**
   * Kubeconfig of the cluster that the objects go to, as text or as the path of a file. A provider does not tell the one it has.
   * @default - the file of the environment variable KUBECONFIG, else ~/.kube/config
   */
  readonly kubeconfig?: Input<string>;
  /**
   * Context of the kubeconfig.
   * @default - its current one
   */
  readonly context?: string;
  /**
   * How long to wait.
   * @default - the longest startup window of the app's pools, and an hour for machines, images and scheduling
   */
  readonly timeout?: Duration;
}

/** What a deployment does once its objects are applied. */
export class GraphWait {
  /** Waits until every graph is Ready, and fails with what is wrong with which pods when one does not become so. */
  public static untilReady(options: ReadyOptions = {}): GraphWait {
    return new GraphWait(options);
  }

  /** Ends when the API server has the objects. */
  public static none(): GraphWait {
    return new GraphWait(undefined);
  }

  private constructor(
    /** Absent: no waiting. */
    public readonly ready: ReadyOptions | undefined,
  ) {}
}

/** For machines to come up, images to be pulled and pods to be placed. */
export const SETTLING = Duration.hours(1);
