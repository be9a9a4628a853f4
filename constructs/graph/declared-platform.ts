import type { IConstruct } from 'constructs';
import type { PlatformDescription } from '../description';

/** What a cluster has for graphs. `DynamoPlatform` is one. */
export interface IPlatform {
  describe(): PlatformDescription;
}

/** Platforms by the root of their tree: what an app declares holds for all of its graphs. */
const platforms = new WeakMap<IConstruct, IPlatform>();

/** Makes a platform that of all graphs of a tree. */
export function declarePlatform(root: IConstruct, platform: IPlatform): void {
  platforms.set(root, platform);
}

/** The platform of a tree, if it declares one. */
export function declaredPlatform(root: IConstruct): IPlatform | undefined {
  return platforms.get(root);
}
