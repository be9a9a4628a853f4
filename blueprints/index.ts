/**
 * The catalog: named, documented, parameterised graphs.
 *
 * @packageDocumentation
 */
export { type Blueprint, defineBlueprint, type RecipeDifference, type RecipeParity } from './blueprint';
export { CATALOG, CATALOG_BY_MODEL, findBlueprint, type ModelBlueprints } from './catalog';
export { addToApp, type Instance, type InstantiateOptions, instantiate, releasesOf } from './instantiate';
export {
  describeParameters,
  InvalidParametersError,
  type ParameterDescription,
  settleParameters,
} from './parameters';
export { COMMON_DIFFERENCES } from './recipe-differences';
