export * from './cpu-arch';
export * from './fabric';
export * from './gpu';
export * from './gpu-table';
export * from './node-group';
export * from './precision';
