/** What it takes to run manifests on a newer release of Dynamo. Pure functions over observations. */

export { releaseOfImages } from './release-of-images';
export * from './upgrade';
export { type UpgradeOptions, upgradeOf } from './upgrade-of';
