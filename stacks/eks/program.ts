import { deploy } from './deploy';

/** The program of `Pulumi.yaml`. Pulumi runs what a program exports and takes what it returns as the stack's outputs. */
export = deploy;
