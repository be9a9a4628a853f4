import type { Static, TObject, TProperties } from '@sinclair/typebox';
import { Object as objectOf } from '@sinclair/typebox';
import type { Chart } from 'cdk8s';
import type { InferenceGraph, Release } from '../constructs';

/** A public recipe that a blueprint corresponds to, and every way in which it differs on purpose. */
export interface RecipeParity<P extends TProperties = TProperties> {
  /** Path in the ai-dynamo/dynamo repository. */
  readonly recipe: string;
  /**
   * Parameters that make the blueprint this recipe.
   * @default {} the recipe is what the blueprint makes by default
   */
  readonly parameters?: Partial<Static<TObject<P>>>;
  /** What is particular to this recipe, beside `COMMON_DIFFERENCES`. */
  readonly differences: readonly RecipeDifference[];
}

export interface RecipeDifference {
  /** Where: component and key, for example `decode.env.UCX_CUDA_IPC_ENABLE_MNNVL`. */
  readonly at: string;
  /**
   * Whether it only counts where the recipe says nothing: another value than the recipe's needs a reason of its own.
   * @default false
   */
  readonly added?: boolean;
  readonly reason: string;
}

/** A named, documented, parameterised composition of constructs. */
export interface Blueprint<P extends TProperties = TProperties> {
  /** Name in the catalog and, unless another is given, of the graph: a shorter one where the operator would not take it. */
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** A few sentences: what it serves, on what, what to know before using it. */
  readonly description: string;
  /**
   * Oldest release of Dynamo whose engine serves the model, and whose operator has what the graph uses.
   * @default - every release that Stator knows
   */
  readonly since?: Release;
  /** JSON schema of the parameters, with defaults: the same for code, command line and web page. */
  readonly parameters: TObject<P>;
  /**
   * Release of Dynamo that it is for, unless another is asked for.
   * @default Release.latest
   */
  readonly release?: Release;
  /**
   * Namespace that its objects stand in, unless another is asked for.
   * @default - left to kubectl
   */
  readonly namespace?: string;
  /** The public recipes that it covers; none for a composition of our own. */
  readonly parities: readonly RecipeParity<P>[];
  /** Adds the graph and what belongs to it to a chart. */
  build(chart: Chart, parameters: Static<TObject<P>>, release: Release): InferenceGraph;
}

/** Gives `build` the types of the parameters. */
export function defineBlueprint<P extends TProperties>(
  blueprint: Omit<Blueprint<P>, 'parameters' | 'parities'> & {
    readonly parameters: P;
    /** @default [] */
    readonly parities?: readonly RecipeParity<P>[];
  },
): Blueprint<P> {
  return { parities: [], ...blueprint, parameters: objectOf(blueprint.parameters, { additionalProperties: false }) };
}
