export * from './finding';
export { requireDnsLabel } from './names';
export { nearest, someOf } from './suggest';
