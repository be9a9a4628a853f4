import { addQuantities, compareQuantities, type Quantity } from '../cel/quantity';
import type { Field } from './field';
import { checkPodResourceName, checkResources, isHugePages, quantityOf } from './resources';

type Amounts = ReadonlyMap<string, Quantity>;
type Kind = 'requests' | 'limits';

/** Reports what is wrong with requests and limits of a whole pod: also together with those of its containers. */
export function checkPodResources(pod: Field): void {
  const resources = pod.get('resources');
  if (!resources.given) return;
  if (pod.at('os', 'name').text === 'windows') {
    resources.forbid('in a pod for Windows');
    return;
  }
  checkResources(resources, checkPodResourceName);
  if (resources.get('claims').given) resources.get('claims').forbid('for a whole pod', 'name them in a container');
  checkSums(pod, resources);
}

function checkSums(pod: Field, resources: Field): void {
  const requests = sums(pod, 'requests');
  const limits = sums(pod, 'limits');
  for (const [key, request] of resources.get('requests').entries) {
    if (exceeds(requests.get(key), request))
      request.refuse(`at least the sum of what its containers request of ${key}`);
  }
  for (const [key, limit] of resources.get('limits').entries) {
    const unrequested = !resources.at('requests', key).given;
    if (unrequested && exceeds(requests.get(key), limit)) {
      limit.refuse(`at least the sum of what its containers request of ${key}`);
    } else if (isHugePages(key) && exceeds(limits.get(key), limit)) {
      limit.refuse(`at least the sum of the limits of its containers for ${key}`);
    }
    for (const container of pod.get('containers').items) {
      const own = container.at('resources', 'limits').get(key);
      if (own.given && exceeds(quantityOf(own), limit)) own.refuse(`at most the limit of the pod for ${key}`);
    }
  }
}

function exceeds(amount: Quantity | undefined, bound: Field): boolean {
  const limit = quantityOf(bound);
  return amount !== undefined && limit !== undefined && compareQuantities(amount, limit) > 0;
}

/** What the pod needs at any one time: its containers with the sidecars, or an init container with the sidecars before it. */
function sums(pod: Field, kind: Kind): Amounts {
  const total = new Map<string, Quantity>();
  for (const container of pod.get('containers').items) add(total, amounts(container, kind));
  const sidecars = new Map<string, Quantity>();
  const starting: Amounts[] = [];
  for (const container of pod.get('initContainers').items) {
    const own = amounts(container, kind);
    if (container.get('restartPolicy').text === 'Always') {
      add(total, own);
      add(sidecars, own);
      starting.push(new Map(sidecars));
    } else {
      const together = new Map(sidecars);
      add(together, own);
      starting.push(together);
    }
  }
  for (const [key, amount] of starting.flatMap((each) => [...each])) {
    const known = total.get(key);
    if (known === undefined || compareQuantities(amount, known) > 0) total.set(key, amount);
  }
  return total;
}

/** A container requests its limit where it says nothing else. */
function amounts(container: Field, kind: Kind): Amounts {
  const limits = container.at('resources', 'limits').entries;
  const own = container.at('resources', kind).entries;
  return new Map(
    [...limits, ...own].flatMap(([key, field]) => {
      const quantity = quantityOf(field);
      return quantity === undefined ? [] : [[key, quantity] as const];
    }),
  );
}

function add(total: Map<string, Quantity>, amounts: Amounts): void {
  for (const [key, amount] of amounts) {
    const known = total.get(key);
    total.set(key, known === undefined ? amount : addQuantities(known, amount));
  }
}
