export * from './finding';
export { nearest, someOf } from './suggest';
