export * from './finding';
export { requireDnsLabel, requireDnsSubdomain } from './names';
export { nearest, someOf } from './suggest';
