import type { Release } from '../constructs';
import type { Code, CodeObject } from './code';

/** What a component has otherwise than its construct makes it, in the words of the props that say so. */
export interface Overrides {
  /** `extraEnv`. */
  readonly env: CodeObject;
  /** `engineConfig` of a pool, `flags` of a frontend. */
  readonly settings: CodeObject;
  /** `podTemplate`. */
  readonly podTemplate: CodeObject;
  /** Fields of the component itself, as JSON patches: a value, or `null` to take the field out. */
  readonly fields: CodeObject;
}

/** A frontend or pool of the program. */
export interface ComponentProgram {
  readonly construct: 'Frontend' | 'EndpointPicker' | 'AggregatedPool' | 'PrefillPool' | 'DecodePool';
  readonly name: string;
  /** What was recognised, as typed props. */
  readonly props: CodeObject;
  readonly overrides: Overrides;
  /** Fields of the pod template at which it keeps what Stator computed, as rules want it. */
  readonly keeps: readonly string[];
  /** What a reader should know about it. */
  readonly comments: readonly string[];
}

/** A node group, which is a constant of the program. */
export interface NodesProgram {
  readonly variable: string;
  readonly code: Code;
  readonly comment: string;
}

/** One graph of the program. */
export interface GraphProgram {
  /** Of the DynamoGraphDeployment. */
  readonly name: string;
  /** Chart's namespace, or that of a chart of its own. */
  readonly namespace: string | undefined;
  readonly model: Code;
  readonly engine: Code;
  readonly props: CodeObject;
  readonly env: CodeObject;
  /** `podTemplate` of all components. */
  readonly podTemplate: CodeObject;
  readonly components: readonly ComponentProgram[];
  /** Names of the components as they are rendered: the order that JSON patches count by. */
  readonly order: readonly string[];
  /** Components that no construct stands for, as `v1beta1` has them. */
  readonly raw: readonly CodeObject[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Fields of `spec`, as JSON patches. */
  readonly fields: CodeObject;
  /** Rules that are accepted, with the reason. */
  readonly acknowledged: Readonly<Record<string, string>>;
  /** Fields of the `spec` of the ComputeDomain, by their path, as JSON patches. */
  readonly domainFields: CodeObject;
  readonly comments: readonly string[];
}

/** An object beside the graphs. */
export interface ObjectProgram {
  readonly id: string;
  /** A class of `stator`, or `ApiObject` for any kind. */
  readonly construct: 'ConfigMap' | 'PersistentVolumeClaim' | 'ApiObject';
  readonly props: CodeObject;
  /** Whether the chart's namespace must not be written onto it. */
  readonly withoutNamespace: boolean;
}

export interface Program {
  readonly name: string;
  /** Files that it was imported from. */
  readonly sources: readonly string[];
  readonly release: Release;
  readonly namespace: string | undefined;
  readonly nodes: readonly NodesProgram[];
  readonly graphs: readonly GraphProgram[];
  readonly objects: readonly ObjectProgram[];
  /** Where it differs from what was imported, and why. */
  readonly differences: readonly string[];
  /** What has to be mended before it can be deployed. */
  readonly remaining: readonly string[];
  /** What else a reader should know. */
  readonly notes: readonly string[];
}

export const NO_OVERRIDES: Overrides = { env: {}, settings: {}, podTemplate: {}, fields: {} };
