import type { JsonObject } from '../../manifests';
import TABLE from './schemas.json';

/** Version of Kubernetes that the table was taken from. */
export const KUBERNETES_VERSION: string = TABLE.kubernetes;

/** Every kind that is served without further ado, by API version. */
export const SERVED: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(TABLE.served));

/** Names of the definitions of the kinds that have one, by `<apiVersion>/<kind>`. */
export const KINDS: ReadonlyMap<string, string> = new Map(Object.entries(TABLE.kinds));

/** Structural schemas by name, which refer to each other (`$ref`). */
export const DEFINITIONS: JsonObject = TABLE.definitions;
