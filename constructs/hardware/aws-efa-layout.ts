import type { AwsMachine } from './aws-machine';
import { AWS_MACHINES } from './aws-machine-table';

/** A network interface of a launch template, in the words of EC2. */
export interface EfaInterface {
  /** Network card, from 0. */
  readonly networkCardIndex: number;
  /** Place on the card, from 0. */
  readonly deviceIndex: number;
  /** `interface` carries IP traffic, `efa-only` nothing but EFA: it has no IP address and cannot be the first. */
  readonly interfaceType: 'interface' | 'efa-only';
}

/**
 * The network interfaces with which a machine has all the EFA devices that its table row names: an ordinary one on card 0, device 0,
 * and on each card that carries EFA one `efa-only`, which on card 0 comes second.
 *
 * Source: awsdocs/amazon-ec2-user-guide efa-acc-inst-types, 2026. Other tools put `efa` on card 0 of every machine; p6-b300 and
 * p6e-gb200 then fail to launch (aws/aws-parallelcluster#7143, #6930).
 */
export function efaInterfaces(machine: AwsMachine): readonly EfaInterface[] {
  const primary: EfaInterface = { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' };
  const efa = AWS_MACHINES[machine].network.efaCards.map<EfaInterface>((card) => ({
    networkCardIndex: card,
    deviceIndex: card === 0 ? 1 : 0,
    interfaceType: 'efa-only',
  }));
  return [primary, ...efa];
}
