export { ControlPlaneError } from './binaries';
export { type ControlPlane, type ControlPlaneOptions, down, folderOf, status, up } from './control-plane';
