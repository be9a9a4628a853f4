/** An IP address as a number, with its family. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/**
 * Reads an IPv4 or IPv6 address as Go does, without zones.
 *
 * @param leadingZeros true to take `010.0.0.1` as decimal, as OpenAPI formats do for old clients
 */
export function parseIp(text: string, leadingZeros = false): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text, leadingZeros) : parseIpv4(text, leadingZeros);
}

/** An address with the length of its network prefix. */
export interface IpNetwork {
  readonly address: IpAddress;
  readonly prefix: number;
}

/** Reads `address/prefix`. */
export function parseCidr(text: string, leadingZeros = false): IpNetwork | undefined {
  const [, ip = '', length = ''] = /^([^/]+)\/([0-9]{1,3})$/.exec(text) ?? [];
  const address = parseIp(ip, leadingZeros);
  if (address === undefined || (!leadingZeros && /^0[0-9]/.test(length))) return undefined;
  const prefix = Number(length);
  return prefix <= bitLength(address) ? { address, prefix } : undefined;
}

/** 32 or 128. */
function bitLength(address: IpAddress): number {
  return address.family === 4 ? 32 : 128;
}

/** The first address of the network. */
export function maskedIp({ address, prefix }: IpNetwork): IpAddress {
  const host = BigInt(bitLength(address) - prefix);
  return { family: address.family, bits: (address.bits >> host) << host };
}

/** True if the address lies in the network. */
export function networkContains(network: IpNetwork, address: IpAddress): boolean {
  if (network.address.family !== address.family) return false;
  return maskedIp({ address, prefix: network.prefix }).bits === maskedIp(network).bits;
}

/** True for an IPv4 address written as IPv6 (`::ffff:10.0.0.1`). */
export function isMapped({ family, bits }: IpAddress): boolean {
  return family === 6 && bits >> 32n === 0xffffn;
}

/** The canonical text: dotted for IPv4, RFC 5952 for IPv6. */
export function formatIp({ family, bits }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const zeros = longestZeros(groups);
  if (zeros === undefined) return groups.join(':');
  return `${groups.slice(0, zeros.start).join(':')}::${groups.slice(zeros.end).join(':')}`;
}

function longestZeros(groups: readonly string[]): { readonly start: number; readonly end: number } | undefined {
  let best: { start: number; end: number } | undefined;
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (groups[end] === '0') end += 1;
    if (end - start >= 2 && end - start > (best === undefined ? 0 : best.end - best.start)) best = { start, end };
    start = Math.max(start, end - 1);
  }
  return best;
}

function parseIpv4(text: string, leadingZeros: boolean): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^[0-9]+$/.test(part) || Number(part) > 255 || (!leadingZeros && /^0[0-9]/.test(part))) return undefined;
    bits = (bits << 8n) | BigInt(Number(part));
  }
  return { family: 4, bits };
}

function parseIpv6(text: string, leadingZeros: boolean): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => groupsOf(half, leadingZeros) ?? undefined);
  if (halves.some((half) => groupsOf(half, leadingZeros) === undefined)) return undefined;
  const given = head.length + tail.length;
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const groups = [...head, ...Array.from({ length: 8 - given }, () => 0), ...tail];
  return { family: 6, bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n) };
}

/** The 16-bit groups of one side of `::`; a dotted IPv4 address may stand at the end. */
function groupsOf(text: string, leadingZeros: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const dotted = index === parts.length - 1 ? parseIpv4(part, leadingZeros) : undefined;
    if (dotted === undefined) return undefined;
    groups.push(Number(dotted.bits >> 16n), Number(dotted.bits & 0xffffn));
  }
  return groups;
}
