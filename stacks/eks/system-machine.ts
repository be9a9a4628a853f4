/** Machines without GPUs, for what runs beside the workers: operators, Prometheus, frontends. */
export const SystemMachine = {
  /** 8 cores, 32 GiB. */
  M7I_2XLARGE: 'm7i.2xlarge',
  /** 16 cores, 64 GiB. */
  M7I_4XLARGE: 'm7i.4xlarge',
  /** 32 cores, 128 GiB. */
  M7I_8XLARGE: 'm7i.8xlarge',
} as const;
export type SystemMachine = (typeof SystemMachine)[keyof typeof SystemMachine];

/** Price on demand. */
interface SystemMachineRow {
  readonly dollarsPerHour: number;
  readonly region: string;
  readonly date: string;
  readonly source: string;
}

const LIST = {
  region: 'us-east-1',
  date: '2026-07-20',
  source: 'aws/karpenter-provider-aws zz_generated.pricing_aws.go, 2026-07-20',
};

/** Linux prices of every machine in `SystemMachine`. */
export const SYSTEM_MACHINES: Readonly<Record<SystemMachine, SystemMachineRow>> = {
  'm7i.2xlarge': { dollarsPerHour: 0.4032, ...LIST },
  'm7i.4xlarge': { dollarsPerHour: 0.8064, ...LIST },
  'm7i.8xlarge': { dollarsPerHour: 1.6128, ...LIST },
};
