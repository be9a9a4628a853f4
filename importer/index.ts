/** `stator import`: programs out of manifests. Pure: who calls it reads the files and runs the programs. */
export { type Import, importManifests, type ProgramRun } from './import';
export { MACHINE_IDS, type Machine, machineNamed } from './recognise/machines';
