export * from './finding';
export { requireComponentName, requireDnsLabel, requireDnsSubdomain } from './names';
export { nearest, someOf } from './suggest';
