import type { JsonObject } from '../manifests';

/** One chart that is to be installed. */
export interface Installation {
  /** Name of the release, which is that of the chart. */
  readonly name: string;
  /** Address of the repository; with `oci://` the chart is a name below it. */
  readonly repository: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: JsonObject;
  /** Names of the installations that have to be there before. */
  readonly after: readonly string[];
}
