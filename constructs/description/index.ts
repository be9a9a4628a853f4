export * from './graph-description';
export * from './planner-description';
