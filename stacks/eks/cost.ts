import { AwsPurchase, pricePerInstance } from '../../constructs/hardware';
import type { GpuGroup } from './gpu-group';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from './kubernetes-version';
import { SYSTEM_MACHINES, type SystemMachine } from './system-machine';

/** Something with a price. */
export interface CostLine {
  /** For example `4 x p5en.48xlarge (decode), on-demand`. */
  readonly item: string;
  /** US dollars per hour; both ends are equal unless the price is a range. */
  readonly dollarsPerHour: { readonly low: number; readonly high: number };
  /** Region of the price list. */
  readonly region: string;
  /** Day of the price list. */
  readonly date: string;
  readonly source: string;
  /** @default - nothing to add */
  readonly note?: string;
}

/** Something that costs money, too. */
export interface UncountedCost {
  readonly item: string;
  readonly reason: string;
}

/** What a cluster costs while it stands, as far as there are prices. */
export interface CostEstimate {
  /** Region of the cluster. */
  readonly region: string;
  readonly lines: readonly CostLine[];
  readonly dollarsPerHour: { readonly low: number; readonly high: number };
  readonly uncounted: readonly UncountedCost[];
}

export interface CostProps {
  readonly region: string;
  readonly groups: readonly GpuGroup[];
  readonly system: { readonly machine: SystemMachine; readonly nodes: number };
  readonly kubernetesVersion: KubernetesVersion;
}

/** Price of a control plane. */
const CONTROL_PLANE = {
  standard: 0.1,
  extended: 0.6,
  region: 'us-east-1',
  date: '2026-04-01',
  source:
    'aws.amazon.com blog on EKS extended support pricing, 2024; cloudburn.io amazon-eks-pricing, 2026-04-01, has the same',
};

/** What no table here has a price for. */
const WITHOUT_PRICE = 'NAT gateway, disks, model store, logs, load balancers and traffic';

/** Estimates the cost of everything that runs all the time. Autoscaled groups count with the machines they begin with. */
export function estimateCost(props: CostProps): CostEstimate {
  const counted = props.groups.map(gpuCost);
  const lines = [
    controlPlaneCost(props.kubernetesVersion),
    systemCost(props.system),
    ...counted.filter((cost) => 'dollarsPerHour' in cost),
  ];
  const sum = (end: 'low' | 'high') => lines.reduce((total, line) => total + line.dollarsPerHour[end], 0);
  return {
    region: props.region,
    lines,
    dollarsPerHour: { low: sum('low'), high: sum('high') },
    uncounted: [
      ...counted.filter((cost) => 'reason' in cost),
      { item: WITHOUT_PRICE, reason: 'depends on use; no price is kept for it' },
    ],
  };
}

/** The estimate as lines of plain text. */
export function formatCost(estimate: CostEstimate): readonly string[] {
  const own = estimate.lines.every(({ region }) => region === estimate.region);
  return [
    `estimated cost in ${estimate.region}: ${dollars(estimate.dollarsPerHour)} without what is named below as not counted`,
    ...estimate.lines.map(
      ({ item, dollarsPerHour, region, date, note }) =>
        `  ${item}: ${dollars(dollarsPerHour)} (price of ${date}, region ${region}${note === undefined ? '' : `; ${note}`})`,
    ),
    ...estimate.uncounted.map(({ item, reason }) => `  not counted: ${item} (${reason})`),
    ...(own ? [] : [`  prices that are not of ${estimate.region} stand in for its own`]),
  ];
}

function controlPlaneCost(version: KubernetesVersion): CostLine {
  const { standard, extended, region, date, source } = CONTROL_PLANE;
  const { standardSupportUntil } = KUBERNETES_VERSIONS[version];
  return {
    item: `control plane, Kubernetes ${version}`,
    dollarsPerHour: { low: standard, high: standard },
    region,
    date,
    source,
    note: `${money(extended)} after ${standardSupportUntil}`,
  };
}

function systemCost({ machine, nodes }: CostProps['system']): CostLine {
  const { dollarsPerHour, region, date, source } = SYSTEM_MACHINES[machine];
  const cost = nodes * dollarsPerHour;
  return {
    item: `${nodes} x ${machine} (system), on-demand`,
    dollarsPerHour: { low: cost, high: cost },
    region,
    date,
    source,
  };
}

function gpuCost({ name, nodes, machine, capacity }: GpuGroup): CostLine | UncountedCost {
  const item = `${nodes} x ${machine} (${name}), ${capacity}`;
  const price = pricePerInstance(machine, capacity.purchase);
  if (price === undefined) {
    const spot = capacity.purchase === AwsPurchase.SPOT;
    return { item, reason: spot ? 'spot prices change by the hour' : `AWS lists no price of ${machine} in this way` };
  }
  const { low, high } = price.dollarsPerHour;
  return {
    item,
    dollarsPerHour: { low: nodes * low, high: nodes * high },
    region: price.region,
    date: price.date,
    source: price.source,
    ...(capacity.purchase === AwsPurchase.CAPACITY_BLOCK ? { note: 'paid in advance for the whole block' } : {}),
    ...(capacity.purchase === AwsPurchase.RESERVATION ? { note: 'paid whether the machines run or not' } : {}),
  };
}

function dollars({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? `${money(low)}/h` : `${money(low)} to ${money(high)}/h`;
}

function money(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
