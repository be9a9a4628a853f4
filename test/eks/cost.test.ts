import { AWS_PRICES, AwsMachine } from '../../constructs';
import { Capacity } from '../../stacks/eks/capacity';
import { estimateCost, formatCost } from '../../stacks/eks/cost';
import type { GpuGroup } from '../../stacks/eks/gpu-group';
import { groupOf, RESERVATION } from './support';

function estimate(groups: readonly GpuGroup[], region = 'us-east-1') {
  return estimateCost({ region, groups, system: { machine: 'm7i.2xlarge', nodes: 3 }, kubernetesVersion: '1.35' });
}

const CONTROL_PLANE = 0.1;
const SYSTEM = 3 * 0.4032;

describe('the cost of a cluster', () => {
  it('adds control plane, system machines and GPU machines, with date and region of each price', () => {
    const cost = estimate([groupOf('p5.48xlarge', 2), groupOf('p6-b200.48xlarge', 1)]);
    expect(cost.dollarsPerHour.low).toBeCloseTo(CONTROL_PLANE + SYSTEM + 2 * 55.04 + 113.9328, 6);
    expect(cost.dollarsPerHour.high).toBe(cost.dollarsPerHour.low);
    expect(formatCost(cost)).toEqual([
      'estimated cost in us-east-1: $225.32/h without what is named below as not counted',
      '  control plane, Kubernetes 1.35: $0.10/h (price of 2026-04-01, region us-east-1; $0.60 after 2027-03-27)',
      '  3 x m7i.2xlarge (system), on-demand: $1.21/h (price of 2026-07-20, region us-east-1)',
      '  2 x p5.48xlarge (p5-48xlarge), on-demand: $110.08/h (price of 2026-07-20, region us-east-1)',
      '  1 x p6-b200.48xlarge (p6-b200-48xlarge), on-demand: $113.93/h (price of 2026-07-20, region us-east-1)',
      '  not counted: NAT gateway, disks, model store, logs, load balancers and traffic (depends on use; no price is kept for it)',
    ]);
  });

  it('gives a range where the price is one, and says that a block is paid in advance', () => {
    const cost = estimate([groupOf('p5en.48xlarge', 2, Capacity.capacityBlock(RESERVATION))]);
    expect(cost.dollarsPerHour.low).toBeCloseTo(CONTROL_PLANE + SYSTEM + 2 * 8 * 6.241, 6);
    expect(cost.dollarsPerHour.high).toBeCloseTo(CONTROL_PLANE + SYSTEM + 2 * 8 * 6.865, 6);
    expect(formatCost(cost).join('\n')).toMatch(
      /2 x p5en\.48xlarge \(p5en-48xlarge\), capacity-block cr-0123456789abcdef0: \$99\.86 to \$109\.84\/h \(price of 2026-07-01, region not stated; paid in advance for the whole block\)/,
    );
  });

  it('says what has no price, and why', () => {
    const cost = estimate([groupOf('p5e.48xlarge', 2), groupOf('p5.48xlarge', 1, Capacity.spot())]);
    expect(cost.dollarsPerHour.low).toBeCloseTo(CONTROL_PLANE + SYSTEM, 6);
    expect(formatCost(cost)).toEqual(
      expect.arrayContaining([
        '  not counted: 2 x p5e.48xlarge (p5e-48xlarge), on-demand (AWS lists no price of p5e.48xlarge in this way)',
        '  not counted: 1 x p5.48xlarge (p5-48xlarge), spot (spot prices change by the hour)',
      ]),
    );
  });

  it('says when prices are those of another region', () => {
    const groups = [groupOf('p5.48xlarge', 1)];
    expect(formatCost(estimate(groups, 'eu-west-1'))).toContain(
      '  prices that are not of eu-west-1 stand in for its own',
    );
    expect(formatCost(estimate(groups)).join('\n')).not.toContain('stand in');
  });

  it('counts a reservation as if its machines ran', () => {
    const cost = estimate([groupOf('p5.48xlarge', 3, Capacity.reservation(RESERVATION))]);
    expect(cost.lines.at(-1)).toMatchObject({ note: 'paid whether the machines run or not' });
    expect(cost.lines.at(-1)?.dollarsPerHour.low).toBeCloseTo(3 * 55.04, 6);
  });

  it.each(Object.values(AwsMachine))('gives every price of %s a date and a region', (machine) => {
    for (const price of Object.values(AWS_PRICES[machine])) {
      expect(price.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(price.region).not.toBe('');
    }
  });
});
