import { AwsMachine, NodeGroup } from '../../constructs';
import { Capacity } from '../../stacks/eks/capacity';
import { GpuGroup } from '../../stacks/eks/gpu-group';
import { RESERVATION } from './support';

const { P5_48XLARGE, P6E_GB200_36XLARGE } = AwsMachine;

describe('Capacity', () => {
  it('leaves the template alone for machines by the hour', () => {
    expect(Capacity.onDemand().template(P5_48XLARGE)).toEqual({});
    expect(Capacity.onDemand().nodeGroup(P5_48XLARGE)).toEqual({
      capacityType: 'ON_DEMAND',
      instanceTypes: ['p5.48xlarge'],
    });
    expect(Capacity.spot().template(P5_48XLARGE)).toEqual({});
    expect(Capacity.spot().nodeGroup(P5_48XLARGE)).toEqual({ capacityType: 'SPOT', instanceTypes: ['p5.48xlarge'] });
  });

  it('names the type of a Capacity Block in the template and not in the node group', () => {
    const block = Capacity.capacityBlock(RESERVATION);
    expect(block.template(P5_48XLARGE)).toEqual({
      instanceType: 'p5.48xlarge',
      instanceMarketOptions: { marketType: 'capacity-block' },
      capacityReservationSpecification: {
        capacityReservationTarget: { capacityReservationId: 'cr-0123456789abcdef0' },
      },
    });
    expect(block.nodeGroup(P5_48XLARGE)).toEqual({ capacityType: 'CAPACITY_BLOCK' });
    expect(block.zone).toBe('us-east-1c');
  });

  it('targets a reservation with machines on demand', () => {
    const reservation = Capacity.reservation(RESERVATION);
    expect(reservation.template(P5_48XLARGE)).toEqual({
      capacityReservationSpecification: {
        capacityReservationTarget: { capacityReservationId: 'cr-0123456789abcdef0' },
      },
    });
    expect(reservation.nodeGroup(P5_48XLARGE)).toEqual({
      capacityType: 'ON_DEMAND',
      instanceTypes: ['p5.48xlarge'],
    });
  });

  it('refuses ways in which a machine is not sold', () => {
    expect(() => Capacity.onDemand().requireFor(P6E_GB200_36XLARGE)).toThrow(
      /'capacity' must be one of 'capacity-block', as p6e-gb200\.36xlarge is sold in no other way, got 'on-demand'/,
    );
    expect(() => Capacity.spot().requireFor(P6E_GB200_36XLARGE)).toThrow(/got 'spot'/);
    expect(() => Capacity.capacityBlock(RESERVATION).requireFor(P6E_GB200_36XLARGE)).not.toThrow();
    expect(() => Capacity.spot().requireFor(P5_48XLARGE)).not.toThrow();
  });

  it.each(['', 'cr-', 'r-0123', 'cr-XYZ'])('refuses the reservation id %j', (reservationId) => {
    expect(() => Capacity.capacityBlock({ reservationId, zone: 'us-east-1a' })).toThrow(
      /'reservationId' must be an id such as/,
    );
  });

  it.each(['us-east-1', 'us-east-1A', 'east-1a', '', 'us-east-1a-'])('refuses the zone %j', (zone) => {
    expect(() => Capacity.onDemand({ zone })).toThrow(/'zone' must be a zone such as 'us-east-1a'/);
  });

  it.each(['us-east-1a', 'us-gov-west-1b', 'us-east-1-dfw-2a', 'ap-southeast-2c'])('takes the zone %s', (zone) => {
    expect(Capacity.spot({ zone }).zone).toBe(zone);
  });
});

describe('GpuGroup', () => {
  it('takes counted AWS machines, sold in the given way', () => {
    const nodes = NodeGroup.aws(P5_48XLARGE, { nodes: 4, name: 'decode' });
    expect(new GpuGroup({ nodes, scaling: { min: 0, max: 8 } })).toMatchObject({
      name: 'decode',
      machine: 'p5.48xlarge',
      nodes: 4,
      scaling: { min: 0, max: 8 },
    });
  });

  it('refuses machines of no cloud, without a number, or with bounds beside their number', () => {
    expect(() => new GpuGroup({ nodes: NodeGroup.h100Sxm({ nodes: 2 }) })).toThrow(/made with NodeGroup\.aws/);
    expect(() => new GpuGroup({ nodes: NodeGroup.aws(P5_48XLARGE) })).toThrow(
      /'nodes\.nodes' must be a number of machines/,
    );
    expect(() => new GpuGroup({ nodes: NodeGroup.aws(P6E_GB200_36XLARGE, { nodes: 9 }) })).toThrow(
      /'capacity' must be one of/,
    );
    const nodes = NodeGroup.aws(P5_48XLARGE, { nodes: 4 });
    expect(() => new GpuGroup({ nodes, scaling: { min: 5, max: 8 } })).toThrow(
      /'scaling\.min' must be a whole number from 0 to 4/,
    );
    expect(() => new GpuGroup({ nodes, scaling: { min: 0, max: 3 } })).toThrow(
      /'scaling\.max' must be a whole number of at least 4/,
    );
  });

  it('refuses labels that neither the kubelet nor EKS puts on a machine', () => {
    const labelled = (key: string) =>
      new GpuGroup({ nodes: NodeGroup.aws(P5_48XLARGE, { nodes: 1, nodeSelector: { [key]: 'x' } }) });
    expect(() => labelled('node-role.kubernetes.io/gpu')).toThrow(/'nodes\.nodeSelector' must be a label outside of/);
    expect(() => labelled('topology.kubernetes.io/zone')).not.toThrow();
    expect(() => labelled('example.com/team')).not.toThrow();
  });
});
