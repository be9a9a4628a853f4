/**
 * Stator: infrastructure as code for NVIDIA Dynamo.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './description';
export * from './engines';
export * from './findings';
export * from './graph';
export * from './hardware';
export * from './models';
export * from './releases';
export * from './rules';
