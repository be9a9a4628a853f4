import type { AwsMachine } from './aws-machine';
import { AWS_MACHINES, AwsPurchase } from './aws-machine-table';

/** A list price. AWS revises these: show `date` and `region` beside every estimate. */
export interface AwsPrice {
  /** US dollars per hour; both ends are equal unless the source gives a range. */
  readonly dollarsPerHour: { readonly low: number; readonly high: number };
  /** What the price is for: a machine, or one of its GPUs. */
  readonly per: 'instance' | 'accelerator';
  /** For example `us-east-1`; `not stated` if the source names none. */
  readonly region: string;
  /** Day of the list, or the first day on which it holds. */
  readonly date: string;
  readonly source: string;
}

/** The list prices of a machine. */
export interface AwsPriceRow {
  /**
   * Without any commitment.
   * @default - no list price
   */
  readonly onDemand?: AwsPrice;
  /**
   * In a Capacity Block.
   * @default - no list price
   */
  readonly capacityBlock?: AwsPrice;
}

/** Linux prices of every machine in `AwsMachine`. Spot prices change by the hour and are not listed. */
export const AWS_PRICES: Readonly<Record<AwsMachine, AwsPriceRow>> = {
  'p5.4xlarge': { onDemand: onDemand(6.88) },
  'p5.48xlarge': { onDemand: onDemand(55.04), capacityBlock: capacityBlock(5.191) },
  'p5e.48xlarge': { capacityBlock: capacityBlock(5.97) },
  'p5en.48xlarge': { onDemand: onDemand(63.296), capacityBlock: capacityBlock(6.241, 6.865) },
  'p6-b200.48xlarge': { onDemand: onDemand(113.9328), capacityBlock: capacityBlock(12.355) },
  'p6-b300.48xlarge': { onDemand: onDemand(142.416), capacityBlock: capacityBlock(14.04) },
  // Listed as the UltraServer u-p6e-gb200x72.
  'p6e-gb200.36xlarge': { capacityBlock: capacityBlock(10.582) },
};

/**
 * List price of a machine for an hour; `undefined` where there is none, as always for spot. A capacity reservation costs what its
 * machines cost on demand, whether they run or not (awsdocs/amazon-ec2-user-guide capacity-reservations-pricing-billing, 2026).
 */
export function pricePerInstance(machine: AwsMachine, purchase: AwsPurchase): AwsPrice | undefined {
  const price = listPrice(AWS_PRICES[machine], purchase);
  if (price === undefined || price.per === 'instance') {
    return price;
  }
  const { gpusPerNode } = AWS_MACHINES[machine];
  const { low, high } = price.dollarsPerHour;
  return {
    ...price,
    per: 'instance',
    dollarsPerHour: { low: rounded(low * gpusPerNode), high: rounded(high * gpusPerNode) },
  };
}

function listPrice(row: AwsPriceRow, purchase: AwsPurchase): AwsPrice | undefined {
  switch (purchase) {
    case AwsPurchase.ON_DEMAND:
    case AwsPurchase.RESERVATION:
      return row.onDemand;
    case AwsPurchase.CAPACITY_BLOCK:
      return row.capacityBlock;
    case AwsPurchase.SPOT:
      return undefined;
  }
}

function onDemand(dollars: number): AwsPrice {
  return {
    dollarsPerHour: { low: dollars, high: dollars },
    per: 'instance',
    region: 'us-east-1',
    date: '2026-07-20',
    source: 'aws/karpenter-provider-aws zz_generated.pricing_aws.go, 2026-07-20',
  };
}

function capacityBlock(low: number, high = low): AwsPrice {
  return {
    dollarsPerHour: { low, high },
    per: 'accelerator',
    region: 'not stated',
    date: '2026-07-01',
    source: "a third party's compilation of AWS price pages, 2026-09-19",
  };
}

/** Prices have four decimals at most; products of binary fractions have more. */
function rounded(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}
