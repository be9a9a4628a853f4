export * from './graph-description';
