export * from './graph-description';
export * from './planner-description';
export * from './platform-description';
export * from './pool-description';
