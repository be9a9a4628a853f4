import { InvalidValueError } from '../../constructs/findings';

/** Availability zones (`us-east-1a`), and Local Zones, which carry the name of their place (`us-east-1-dfw-2a`). */
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)(?:[a-z]|(-[a-z]{2,4}-\d[a-z]))$/;

/** Throws InvalidValueError unless a text names a zone of AWS. */
export function requireZone(prop: string, zone: string): void {
  if (!ZONE.test(zone)) {
    throw new InvalidValueError(prop, zone, "a zone such as 'us-east-1a' or 'us-east-1-dfw-2a'");
  }
}

/** The region that a zone belongs to. */
export function regionOf(zone: string): string {
  const [, region] = ZONE.exec(zone) ?? [];
  if (region === undefined) {
    throw new InvalidValueError('zone', zone, "a zone such as 'us-east-1a' or 'us-east-1-dfw-2a'");
  }
  return region;
}

/**
 * Whether it is a Local Zone: nodes may run there, but neither the control plane of EKS nor a NAT gateway.
 * Source: awsdocs/amazon-eks-user-guide local-zones, 2026.
 */
export function isLocalZone(zone: string): boolean {
  return ZONE.exec(zone)?.[2] !== undefined;
}

/** The part of AWS that a region belongs to, as ARNs name it. */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
