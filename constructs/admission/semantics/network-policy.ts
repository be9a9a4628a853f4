import { maskedIp, networkContains, parseCidr } from '../ip-address';
import { formed, inRange, oneOf, portNumber, requiredForm, requiredOneOf } from './checks';
import type { Field } from './field';
import { CIDR, PORT_NAME } from './forms';
import { checkLabelSelector } from './label-selector';

/** Reports what is wrong with a NetworkPolicy. */
export function checkNetworkPolicy(object: Field): void {
  const spec = object.get('spec');
  checkLabelSelector(spec.get('podSelector'));
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const rule of spec.get(direction).items) {
      for (const port of rule.get('ports').items) checkPort(port);
      for (const peer of rule.get(peers).items) checkPeer(peer);
    }
  }
  const types = spec.get('policyTypes');
  if (types.items.length > 2) types.refuse('at most Ingress and Egress');
  for (const type of types.items) requiredOneOf(type, ['Ingress', 'Egress']);
}

function checkPort(entry: Field): void {
  const [port, end] = [entry.get('port'), entry.get('endPort')];
  oneOf(entry.get('protocol'), ['TCP', 'UDP', 'SCTP']);
  if (typeof port.value === 'string') formed(port, PORT_NAME);
  else portNumber(port);
  if (!end.given) return;
  if (port.number === undefined) end.forbid('without a port number');
  else if ((end.number ?? port.number) < port.number) end.refuse('at least the number of port');
  inRange(end, 1, 65535);
}

function checkPeer(peer: Field): void {
  const block = peer.get('ipBlock');
  const selectors = [peer.get('podSelector'), peer.get('namespaceSelector')].filter((selector) => selector.given);
  for (const selector of selectors) checkLabelSelector(selector);
  if (!block.given && selectors.length === 0) peer.refuse('one of podSelector, namespaceSelector, ipBlock');
  if (!block.given) return;
  if (selectors.length > 0) block.forbid('beside a selector');
  checkBlock(block);
}

function checkBlock(block: Field): void {
  const cidr = block.get('cidr');
  requiredForm(cidr, CIDR);
  const network = parseCidr(cidr.text);
  for (const except of block.get('except').items) {
    const part = CIDR.test(except.text) ? parseCidr(except.text) : undefined;
    const inside =
      network !== undefined &&
      part !== undefined &&
      part.prefix > network.prefix &&
      networkContains(network, maskedIp(part));
    if (!inside) except.refuse(`a smaller network inside ${cidr.text}`);
  }
}
