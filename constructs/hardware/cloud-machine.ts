import { Size } from 'cdk8s';
import { InvalidValueError } from '../findings';
import {
  AKS_MACHINES,
  type AksMachine,
  allocatableOf,
  type CloudMachineRow,
  GKE_MACHINES,
  type GkeMachine,
} from './cloud-machine-table';
import { Fabric } from './fabric';
import type { NodeGroupProps } from './node-group-props';
import { usualSelector } from './node-placement';

/** Label with the machine type, on every cloud. */
const INSTANCE_TYPE = 'node.kubernetes.io/instance-type';
/** Label with the agent pool. Source: Microsoft documentation "Use labels in an AKS cluster" (reserved labels), in a copy of 2026-01. */
const AGENT_POOL = 'kubernetes.azure.com/agentpool';

/** Machines of AKS in an agent pool. Without a fabric of the user's: NVLink within a rack, else InfiniBand over the known adapters. */
export function aksMachine(machine: AksMachine, agentPool: string, fabric: Fabric | undefined): NodeGroupProps {
  const row = AKS_MACHINES[machine];
  return propsOf(machine, row, fabric ?? usualAksFabric(machine), { [AGENT_POOL]: agentPool });
}

/** Machines of GKE: NVLink within a rack; the others have GPUDirect-TCPX, which KV transfer does not use. */
export function gkeMachine(machine: GkeMachine): NodeGroupProps {
  const row = GKE_MACHINES[machine];
  return propsOf(machine, row, row.gpu.gpusPerTray === undefined ? Fabric.tcp() : Fabric.mnnvl(), {});
}

function usualAksFabric(machine: AksMachine): Fabric {
  const { gpu, netDevices } = AKS_MACHINES[machine];
  if (gpu.gpusPerTray !== undefined) {
    return Fabric.mnnvl();
  }
  if (netDevices === undefined) {
    throw new InvalidValueError(
      'fabric',
      undefined,
      `Fabric.aks({ netDevices: [...] }) on ${machine}, for which no source names the adapters of the compute fabric`,
      'list them as ibv_devinfo shows them on a node',
    );
  }
  return Fabric.aks({ netDevices });
}

function propsOf(
  machine: string,
  row: CloudMachineRow,
  fabric: Fabric,
  labels: Readonly<Record<string, string>>,
): NodeGroupProps {
  const { cpu, memoryMib } = allocatableOf(row);
  return {
    name: machine.toLowerCase().replaceAll(/[_.]/g, '-'),
    gpu: row.gpu,
    gpusPerNode: row.gpusPerNode,
    arch: row.arch,
    fabric,
    allocatable: { cpu, memory: Size.mebibytes(memoryMib) },
    nodeSelector: { ...usualSelector(row.gpu, row.arch), [INSTANCE_TYPE]: machine, ...labels },
  };
}
