import { InvalidValueError } from '../../constructs/findings';
import { AWS_MACHINES, type AwsMachine, AwsPurchase } from '../../constructs/hardware';
import { requireZone } from './zone';

/** Machines that are paid by the hour. */
export interface MarketOptions {
  /**
   * Where the machines run.
   * @default - that of other GPU machines of the cluster, unless it is a Local Zone; else the first of the cluster
   */
  readonly zone?: string;
}

/** Machines that were set aside. */
export interface ReservedOptions {
  /** Id of the reservation or Capacity Block, for example `cr-0123456789abcdef0`. */
  readonly reservationId: string;
  /** Zone of the reservation. Its machines run nowhere else. */
  readonly zone: string;
}

/** What a launch template says about capacity. */
export interface CapacityTemplate {
  /** @default - the node group names the type */
  readonly instanceType?: AwsMachine;
  /** @default - on demand, or what the node group says */
  readonly instanceMarketOptions?: { readonly marketType: 'capacity-block' };
  /** @default - any machine that is free */
  readonly capacityReservationSpecification?: {
    readonly capacityReservationTarget: { readonly capacityReservationId: string };
  };
}

/** What a managed node group says about capacity. */
export interface CapacityNodeGroup {
  readonly capacityType: 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK';
  /** @default - the launch template names the type */
  readonly instanceTypes?: readonly AwsMachine[];
}

/**
 * How the machines of a node group are bought. Nothing here buys a reservation: give the id of one that there is.
 *
 * Source of the fields: awsdocs/amazon-eks-user-guide ml/capacity-blocks-mng, 2026.
 */
export class Capacity {
  /** By the hour, as long as there are any. */
  public static onDemand(options: MarketOptions = {}): Capacity {
    return new Capacity(AwsPurchase.ON_DEMAND, undefined, options.zone);
  }

  /** For less, and taken away when others pay more. */
  public static spot(options: MarketOptions = {}): Capacity {
    return new Capacity(AwsPurchase.SPOT, undefined, options.zone);
  }

  /** A Capacity Block for ML. EKS scales the group to 0 forty minutes before its end. */
  public static capacityBlock(options: ReservedOptions): Capacity {
    return new Capacity(AwsPurchase.CAPACITY_BLOCK, options.reservationId, options.zone);
  }

  /** An on-demand capacity reservation. */
  public static reservation(options: ReservedOptions): Capacity {
    return new Capacity(AwsPurchase.RESERVATION, options.reservationId, options.zone);
  }

  private constructor(
    /** How the machines are bought. */
    public readonly purchase: AwsPurchase,
    /** Id of the reservation; `undefined` for machines by the hour. */
    public readonly reservationId: string | undefined,
    /** Zone of the machines; `undefined` leaves it to the cluster. */
    public readonly zone: string | undefined,
  ) {
    if (reservationId !== undefined && !/^cr-[0-9a-f]+$/.test(reservationId)) {
      throw new InvalidValueError('reservationId', reservationId, "an id such as 'cr-0123456789abcdef0'");
    }
    if (zone !== undefined) {
      requireZone('zone', zone);
    }
    Object.freeze(this);
  }

  /** Whether AWS keeps the machines, next to each other, for whoever holds the reservation. */
  public get reserved(): boolean {
    return this.reservationId !== undefined;
  }

  /** Throws InvalidValueError unless AWS sells the machine in this way. */
  public requireFor(machine: AwsMachine): void {
    const { purchase } = AWS_MACHINES[machine];
    if (!purchase.includes(this.purchase)) {
      const ways = purchase.map((way) => `'${way}'`).join(', ');
      throw new InvalidValueError('capacity', this.purchase, `one of ${ways}, as ${machine} is sold in no other way`);
    }
  }

  /** The part of the launch template. */
  public template(machine: AwsMachine): CapacityTemplate {
    const { reservationId } = this;
    if (reservationId === undefined) {
      return {};
    }
    const reservation = {
      capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: reservationId } },
    };
    return this.purchase === AwsPurchase.CAPACITY_BLOCK
      ? { ...reservation, instanceType: machine, instanceMarketOptions: { marketType: 'capacity-block' } }
      : reservation;
  }

  /** The part of the node group. */
  public nodeGroup(machine: AwsMachine): CapacityNodeGroup {
    switch (this.purchase) {
      case AwsPurchase.CAPACITY_BLOCK:
        // The template names the type; EKS refuses to be told twice.
        return { capacityType: 'CAPACITY_BLOCK' };
      case AwsPurchase.SPOT:
        return { capacityType: 'SPOT', instanceTypes: [machine] };
      case AwsPurchase.ON_DEMAND:
      case AwsPurchase.RESERVATION:
        return { capacityType: 'ON_DEMAND', instanceTypes: [machine] };
    }
  }

  /** In words, for tables and messages. */
  public toString(): string {
    return this.reservationId === undefined ? this.purchase : `${this.purchase} ${this.reservationId}`;
  }
}
