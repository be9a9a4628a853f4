export { ControlPlaneError, ensureBinaries } from './binaries';
export { type ControlPlaneOptions, down, folderOf, status, up } from './control-plane';
export { restartApiServer } from './restart';
