import { InvalidValueError } from '../findings';
import type { AwsMachine } from './aws-machine';
import { AWS_MACHINES } from './aws-machine-table';
import { Fabric } from './fabric';
import { FabricKind } from './fabric-kind';
import { EFA_RESOURCE } from './fabric-profile-table';

/** EFA on all the cards that AWS recommends. */
function awsEfa(machine: AwsMachine): Fabric {
  return Fabric.efa({ devicesPerNode: AWS_MACHINES[machine].network.efaCards.length });
}

/** What carries KV cache between machines of this type if nobody says otherwise: NVLink within an UltraServer, else EFA. */
export function usualAwsFabric(machine: AwsMachine): Fabric {
  return AWS_MACHINES[machine].ultraServers === undefined ? awsEfa(machine) : Fabric.mnnvl();
}

/** Throws InvalidValueError unless the machine can have the fabric. */
export function requireAwsFabric(machine: AwsMachine, fabric: Fabric): void {
  const { gpusPerNode, network, ultraServers } = AWS_MACHINES[machine];
  if (fabric.kind === FabricKind.INFINIBAND || fabric.kind === FabricKind.ROCE) {
    const own = ultraServers === undefined ? [] : [FabricKind.MNNVL];
    const allowed = [...own, FabricKind.EFA, FabricKind.TCP].map((kind) => `'${kind}'`);
    throw new InvalidValueError(
      'fabric',
      fabric.kind,
      `one of ${allowed.join(', ')} on ${machine}`,
      'AWS machines reach each other over EFA',
    );
  }
  const devices = fabric.nodeResources(gpusPerNode)[EFA_RESOURCE] ?? 0;
  if (devices > network.efaMaximum) {
    throw new InvalidValueError('fabric.devicesPerNode', devices, `at most ${network.efaMaximum} on ${machine}`);
  }
}
