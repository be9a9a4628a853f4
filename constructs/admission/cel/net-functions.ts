import { type CelFunc, CelScalar, celFunc, celMethod, listType, mapType } from '@bufbuild/cel';
import { type GoUrl, parseRequestUri } from '../go-url';
import {
  formatIp,
  type IpAddress,
  type IpNetwork,
  isMapped,
  maskedIp,
  networkContains,
  parseCidr,
  parseIp,
} from '../ip-address';
import { OPAQUE, OpaqueType } from './opaque';

const { BOOL, INT, STRING } = CelScalar;

const URL_TYPE = new OpaqueType<{ readonly text: string; readonly url: GoUrl }>('kubernetes.URL', ({ text }) => text);
const IP = new OpaqueType<IpAddress>('net.IP', formatIp);
const CIDR = new OpaqueType<IpNetwork>('net.CIDR', formatCidr);

/** URLs, IP addresses and networks. */
export const NET_FUNCTIONS: readonly CelFunc[] = [
  celFunc('url', [STRING], OPAQUE, (text) => URL_TYPE.wrap({ text, url: requireUrl(text) })),
  celFunc('isURL', [STRING], BOOL, (text) => parseRequestUri(text) !== undefined),
  ...urlPart('getScheme', (url) => url.scheme),
  ...urlPart('getHost', (url) => url.host),
  ...urlPart('getHostname', (url) => url.hostname),
  ...urlPart('getPort', (url) => url.port),
  ...urlPart('getEscapedPath', (url) => escapePath(url.path)),
  celMethod('getQuery', OPAQUE, [], mapType(STRING, listType(STRING)), function () {
    return new Map([...URL_TYPE.unwrap(this).url.query].map(([name, values]) => [name, [...values]]));
  }),

  celFunc('ip', [STRING], OPAQUE, (text) => IP.wrap(requireIp(text))),
  celFunc('isIP', [STRING], BOOL, (text) => readIp(text) !== undefined),
  celFunc('ip.isCanonical', [STRING], BOOL, (text) => formatIp(requireIp(text)) === text),
  celMethod('family', OPAQUE, [], INT, function () {
    return BigInt(IP.unwrap(this).family);
  }),
  ...ipProperty('isUnspecified', ({ bits }) => bits === 0n),
  ...ipProperty('isLoopback', isLoopback),
  ...ipProperty('isLinkLocalMulticast', isLinkLocalMulticast),
  ...ipProperty('isLinkLocalUnicast', isLinkLocalUnicast),
  ...ipProperty('isGlobalUnicast', isGlobalUnicast),

  celFunc('cidr', [STRING], OPAQUE, (text) => CIDR.wrap(requireCidr(text))),
  celFunc('isCIDR', [STRING], BOOL, (text) => readCidr(text) !== undefined),
  celMethod('containsIP', OPAQUE, [OPAQUE], BOOL, function (ip) {
    return networkContains(CIDR.unwrap(this), IP.unwrap(ip));
  }),
  celMethod('containsIP', OPAQUE, [STRING], BOOL, function (ip) {
    return networkContains(CIDR.unwrap(this), requireIp(ip));
  }),
  celMethod('containsCIDR', OPAQUE, [OPAQUE], BOOL, function (part) {
    return containsNetwork(CIDR.unwrap(this), CIDR.unwrap(part));
  }),
  celMethod('containsCIDR', OPAQUE, [STRING], BOOL, function (part) {
    return containsNetwork(CIDR.unwrap(this), requireCidr(part));
  }),
  celMethod('ip', OPAQUE, [], OPAQUE, function () {
    return IP.wrap(CIDR.unwrap(this).address);
  }),
  celMethod('masked', OPAQUE, [], OPAQUE, function () {
    const network = CIDR.unwrap(this);
    return CIDR.wrap({ address: maskedIp(network), prefix: network.prefix });
  }),
  celMethod('prefixLength', OPAQUE, [], INT, function () {
    return BigInt(CIDR.unwrap(this).prefix);
  }),
  celFunc('string', [OPAQUE], STRING, (value) => {
    const network = CIDR.tryUnwrap(value);
    return network === undefined ? formatIp(IP.unwrap(value)) : formatCidr(network);
  }),
];

function urlPart(name: string, part: (url: GoUrl) => string): CelFunc[] {
  return [
    celMethod(name, OPAQUE, [], STRING, function () {
      return part(URL_TYPE.unwrap(this).url);
    }),
  ];
}

function ipProperty(name: string, holds: (ip: IpAddress) => boolean): CelFunc[] {
  return [
    celMethod(name, OPAQUE, [], BOOL, function () {
      return holds(IP.unwrap(this));
    }),
  ];
}

function isLoopback({ family, bits }: IpAddress): boolean {
  return family === 4 ? bits >> 24n === 127n : bits === 1n;
}

function isMulticast({ family, bits }: IpAddress): boolean {
  return family === 4 ? bits >> 28n === 0xen : bits >> 120n === 0xffn;
}

function isLinkLocalMulticast({ family, bits }: IpAddress): boolean {
  return family === 4 ? bits >> 8n === 0xe00000n : (bits >> 112n) % 0x10n === 2n && bits >> 120n === 0xffn;
}

function isLinkLocalUnicast({ family, bits }: IpAddress): boolean {
  return family === 4 ? bits >> 16n === 0xa9fen : bits >> 118n === 0xfe80n >> 6n;
}

function isGlobalUnicast(ip: IpAddress): boolean {
  const broadcast = ip.family === 4 && ip.bits === 0xffffffffn;
  return ip.bits !== 0n && !broadcast && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocalUnicast(ip);
}

function containsNetwork(network: IpNetwork, part: IpNetwork): boolean {
  return network.prefix <= part.prefix && networkContains(network, part.address);
}

function formatCidr({ address, prefix }: IpNetwork): string {
  return `${formatIp(address)}/${prefix}`;
}

function escapePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]/gu, (sign) => encodeURIComponent(sign));
}

function readIp(text: string): IpAddress | undefined {
  const address = parseIp(text);
  return address === undefined || isMapped(address) ? undefined : address;
}

function readCidr(text: string): IpNetwork | undefined {
  const network = parseCidr(text);
  return network === undefined || isMapped(network.address) ? undefined : network;
}

function requireUrl(text: string): GoUrl {
  const url = parseRequestUri(text.split('#')[0] ?? '');
  if (url === undefined) throw new Error(`'${text}' is no URL`);
  return url;
}

function requireIp(text: string): IpAddress {
  const address = readIp(text);
  if (address === undefined) throw new Error(`'${text}' is no IP address`);
  return address;
}

function requireCidr(text: string): IpNetwork {
  const network = readCidr(text);
  if (network === undefined) throw new Error(`'${text}' is no network address`);
  return network;
}
