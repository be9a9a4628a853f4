/** `stator import`: programs out of manifests. Pure: who calls it reads the files and runs the programs. */
export { importManifests } from './import';
export type { Import, ProgramRun } from './import-options';
export { MACHINE_IDS, type Machine, machineNamed } from './recognise/machines';
