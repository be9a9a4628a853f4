import { networkContains, parseCidr, parseIp } from '../ip-address';
import {
  formed,
  formedIfAny,
  inRange,
  labels,
  oneOf,
  oneOfIfAny,
  portNumber,
  portNumberOrName,
  requiredOneOf,
  unique,
} from './checks';
import type { Field } from './field';
import { CIDR, DNS_LABEL, DNS_SUBDOMAIN, IP_ADDRESS, LABEL_KEY } from './forms';

const DAY = 86_400;
/** Unspecified, loopback, link-local and link-local multicast addresses. */
const LOCAL_NETWORKS = [
  ...['0.0.0.0/32', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/24'],
  ...['::/128', '::1/128', 'fe80::/10', 'ff02::/16'],
] as const;

/** Reports what is wrong with a Service. */
export function checkService(object: Field): void {
  const spec = object.get('spec');
  const type = spec.get('type');
  oneOfIfAny(type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
  const headless = spec.get('clusterIP').text === 'None' || spec.get('clusterIPs').items[0]?.text === 'None';
  checkPorts(spec, type.text || 'ClusterIP', headless);
  labels(spec.get('selector'));
  checkAffinity(spec);
  if (type.text === 'ExternalName') checkExternalName(spec);
  else checkAddresses(spec, type.text, headless);
  checkTraffic(spec, type.text || 'ClusterIP');
}

function checkPorts(spec: Field, type: string, headless: boolean): void {
  const ports = spec.get('ports');
  if (ports.items.length === 0 && !headless && type !== 'ExternalName') ports.refuse('at least one port');
  const seen = new Set<string>();
  const nodePorts = new Set<string>();
  for (const port of ports.items) {
    const [name, number, nodePort] = [port.get('name'), port.get('port'), port.get('nodePort')];
    if (ports.items.length > 1 && name.text === '') name.refuse('a name, for a Service with several ports');
    formedIfAny(name, DNS_LABEL);
    if (number.given) portNumber(number);
    else number.refuse('a port from 1 to 65535');
    const target = port.get('targetPort');
    if (target.given && target.value !== 0 && target.value !== '') portNumberOrName(target);
    oneOfIfAny(port.get('protocol'), ['TCP', 'UDP', 'SCTP']);
    formed(port.get('appProtocol'), LABEL_KEY);
    const key = `${port.get('protocol').text || 'TCP'} ${number.number}`;
    if (seen.has(key)) port.refuse('each port and protocol once');
    seen.add(key);
    if ((nodePort.number ?? 0) === 0) continue;
    if (type === 'ClusterIP') nodePort.forbid("with the type 'ClusterIP'");
    const nodeKey = `${port.get('protocol').text || 'TCP'} ${nodePort.number}`;
    if (nodePorts.has(nodeKey)) nodePort.refuse('each nodePort and protocol once');
    nodePorts.add(nodeKey);
  }
  unique(
    ports.items.map((port) => port.get('name')),
    'a name',
  );
}

function checkAffinity(spec: Field): void {
  const [affinity, config] = [spec.get('sessionAffinity'), spec.get('sessionAffinityConfig')];
  oneOfIfAny(affinity, ['ClientIP', 'None']);
  // Without 'ClientIP' the API server drops the configuration.
  if (affinity.text === 'ClientIP') inRange(config.at('clientIP', 'timeoutSeconds'), 1, DAY);
}

function checkExternalName(spec: Field): void {
  const name = spec.get('externalName');
  if (!DNS_SUBDOMAIN.test(name.text.replace(/\.$/, ''))) name.refuse(DNS_SUBDOMAIN.words);
  const addresses = [spec.get('clusterIP'), ...spec.get('clusterIPs').items].filter((address) => address.text !== '');
  for (const address of addresses) address.forbid("with the type 'ExternalName'");
  if (spec.get('ipFamilies').items.length > 0) spec.get('ipFamilies').forbid("with the type 'ExternalName'");
  if (spec.get('ipFamilyPolicy').given) spec.get('ipFamilyPolicy').forbid("with the type 'ExternalName'");
}

function checkAddresses(spec: Field, type: string, headless: boolean): void {
  const [first, all] = [spec.get('clusterIP'), spec.get('clusterIPs')];
  if (headless && (type === 'LoadBalancer' || type === 'NodePort')) first.refuse(`an address with the type '${type}'`);
  const texts = all.items.map((address) => address.text);
  if (texts.length > 0 && first.text !== (texts[0] ?? '')) all.refuse('clusterIP as the first address');
  if (texts.length > 1 && headless) all.refuse("'None' only alone");
  for (const address of all.items.length > 0 ? all.items : [first]) {
    if (address.text !== '' && address.text !== 'None') formed(address, IP_ADDRESS);
  }
  const families = texts.map((text) => parseIp(text, true)?.family);
  if (texts.length > 2 || (texts.length === 2 && families[0] === families[1])) {
    all.refuse('at most one IPv4 and one IPv6 address');
  }
  for (const family of spec.get('ipFamilies').items) requiredOneOf(family, ['IPv4', 'IPv6']);
  unique(spec.get('ipFamilies').items, 'a family');
  oneOf(spec.get('ipFamilyPolicy'), ['PreferDualStack', 'RequireDualStack', 'SingleStack']);
  for (const address of spec.get('externalIPs').items) checkExternalIp(address);
}

function checkExternalIp(field: Field): void {
  const address = parseIp(field.text);
  const local = LOCAL_NETWORKS.some((cidr) => {
    const network = parseCidr(cidr);
    return address !== undefined && network !== undefined && networkContains(network, address);
  });
  if (!IP_ADDRESS.test(field.text)) field.refuse(IP_ADDRESS.words);
  else if (local) field.refuse('an address that other machines can reach');
}

function checkTraffic(spec: Field, type: string): void {
  const balanced = type === 'LoadBalancer';
  const external = spec.get('externalTrafficPolicy');
  const reachable =
    balanced || type === 'NodePort' || (type === 'ClusterIP' && spec.get('externalIPs').items.length > 0);
  if (reachable) oneOfIfAny(external, ['Cluster', 'Local']);
  else if (external.text !== '') external.forbid('for a Service that nothing outside of the cluster reaches');
  const health = spec.get('healthCheckNodePort');
  if ((health.number ?? 0) !== 0 && !(balanced && external.text === 'Local')) {
    health.forbid("unless the type is 'LoadBalancer' and externalTrafficPolicy 'Local'");
  }
  if (health.number !== 0) portNumber(health);
  oneOf(spec.get('internalTrafficPolicy'), ['Cluster', 'Local']);
  oneOf(spec.get('trafficDistribution'), ['PreferClose', 'PreferSameZone', 'PreferSameNode']);
  for (const name of ['loadBalancerClass', 'allocateLoadBalancerNodePorts']) {
    if (spec.get(name).given && !balanced) spec.get(name).forbid("unless the type is 'LoadBalancer'");
  }
  if (balanced) formed(spec.get('loadBalancerClass'), LABEL_KEY);
  const ranges = spec.get('loadBalancerSourceRanges');
  if (ranges.items.length > 0 && !balanced) ranges.forbid("unless the type is 'LoadBalancer'");
  for (const range of ranges.items) if (!CIDR.test(range.text.trim())) range.refuse(CIDR.words);
}
