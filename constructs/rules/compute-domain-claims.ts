import { Severity } from '../findings';
import { GPU_SPECS, GpuName } from '../hardware';
import { type Mapping, mapping, type Observation, type ObservedGraph } from '../observed';
import { type Claimant, claimantsOf, type Domain, domainOf, domainsOf } from './compute-domain-use';
import type { Rule, Violation } from './rule';
import { modeOf, workersOf } from './workers';

const SWITCH = 'NCCL_MNNVL_ENABLE';
const RDMA = /^(?:rdma\/|vpc\.amazonaws\.com\/efa$|networking\.gke\.io\.networks\/rdma-)/;

export const computeDomainClaims: Rule = {
  code: 'DYN038',
  title: 'every pod on multi-node NVLink holds a channel of its compute domain',
  severity: Severity.ERROR,
  rationale:
    'NVLink crosses the border of a pod only through an IMEX channel, even between pods of one node. A pod without the claim, or with one that its container does not use, falls back to the network without a word; a pod whose template does not exist is never scheduled; a domain that waits for more nodes than have pods never becomes ready.',
  fix: 'claim the domain in resourceClaims of the pod and in resources.claims of the container, by the same name, in every pool',
  source: 'ai-dynamo/dynamo recipes/deepseek-r1/trtllm/disagg/wide_ep/gb200/deploy.yaml, recipes/deepseek-v32-fp4',
  *checkDocuments(observation, { complete }) {
    const domains = domainsOf(observation);
    const claimants = claimantsOf(observation, domains);
    yield* undeclaredClaims(observation);
    for (const claimant of claimants) {
      yield* wiring(claimant, domains, observation, complete);
      yield* environment(claimant);
    }
    for (const graph of observation.graphs) {
      yield* oneSided(graph, claimants);
    }
    for (const domain of domains) {
      yield* size(domain, domains, claimants, observation);
    }
  },
};

/** What the API server refuses, for a claim of any kind. */
function* undeclaredClaims({ graphs }: Observation): Generator<Violation> {
  for (const { path, name, podClaims, containerClaims } of graphs.flatMap((graph) => graph.components)) {
    for (const claim of containerClaims) {
      if (!podClaims.some((candidate) => candidate.name === claim)) {
        yield {
          path,
          message: `the container of '${name}' claims '${claim}', but its pod declares no such resource claim${
            podClaims.length === 0 ? '' : ` (only ${podClaims.map((candidate) => `'${candidate.name}'`).join(', ')})`
          }`,
          fix: `add '${claim}' with its resourceClaimTemplateName to resourceClaims of the pod`,
        };
      }
    }
  }
}

function* wiring(
  claimant: Claimant,
  domains: readonly Domain[],
  observation: Observation,
  complete: boolean,
): Generator<Violation> {
  const { component, claim, graph } = claimant;
  const { path, name } = component;
  if (!component.containerClaims.includes(claim.name)) {
    yield {
      path,
      message: `the pod of '${name}' declares the claim '${claim.name}', but its main container does not use it; it gets no channel`,
      fix: `add '${claim.name}' to resources.claims of '${name}'`,
    };
  }
  const { template } = claim;
  if (template === undefined || domainOf(claimant, domains) !== undefined) {
    return;
  }
  // The domains of other files may belong to other graphs.
  const own = domains.filter(
    (domain) =>
      domain.namespace === graph.namespace &&
      domain.template !== undefined &&
      (complete || domain.source === graph.document.source),
  );
  const exists = observation.find('ResourceClaimTemplate', graph.namespace, template) !== undefined;
  if (!exists && (own.length > 0 || complete)) {
    const known = own.map((domain) => `'${domain.template}' of '${domain.name}'`).join(', ');
    yield {
      path,
      message: `'${name}' claims from the template '${template}', but ${
        own.length === 0 ? 'there is no ComputeDomain that makes it' : `the ComputeDomain makes ${known}`
      }`,
      fix:
        own[0]?.template === undefined
          ? 'add a ComputeDomain whose channel.resourceClaimTemplate has this name'
          : `set resourceClaimTemplateName to ${own[0].template}`,
    };
  }
}

/** NCCL looks for multi-node NVLink by itself unless it is told not to; upstream always says it. */
function* environment({ component }: Claimant): Generator<Violation> {
  const entry = component.env.get(SWITCH);
  const { path, name, multinode } = component;
  if (entry?.value === '0') {
    yield {
      path: entry.path,
      ...(multinode ? {} : { severity: Severity.WARNING }),
      message: `${SWITCH} is 0, which turns multi-node NVLink off, but '${name}' claims a channel of a compute domain`,
      fix: `set ${SWITCH} to 1`,
    };
  } else if (entry === undefined && multinode) {
    yield {
      path,
      severity: Severity.WARNING,
      message: `'${name}' spans nodes with multi-node NVLink, but does not set ${SWITCH}; without it NCCL uses the network where it does not find the domain, and says nothing`,
      fix: `set ${SWITCH} to 1, so that NCCL stops where the domain does not work`,
    };
  }
}

/** Blocks move between the pools over NVLink only if both hold a channel. */
function* oneSided(graph: ObservedGraph, claimants: readonly Claimant[]): Generator<Violation> {
  const workers = workersOf(graph).filter((worker) => modeOf(worker) !== 'encode');
  const claims = new Set(
    claimants.filter((claimant) => claimant.graph === graph).map(({ component }) => component.name),
  );
  const prefill = workers.filter((worker) => modeOf(worker) === 'prefill');
  const others = workers.filter((worker) => modeOf(worker) !== 'prefill');
  const rdma = workers.every(({ extendedResources }) => Object.keys(extendedResources).some((name) => RDMA.test(name)));
  if (prefill.length === 0 || others.length === 0 || claims.size === 0 || rdma) {
    return;
  }
  for (const worker of workers.filter(({ name }) => !claims.has(name))) {
    yield {
      path: worker.path,
      message: `'${worker.name}' holds no channel of the compute domain that ${[...claims].map((name) => `'${name}'`).join(', ')} claims; KV cache between them does not move over NVLink, and no RDMA device is asked for either`,
      fix: `add the same resource claim to '${worker.name}', and its pods to numNodes of the ComputeDomain`,
    };
  }
}

function* size(
  domain: Domain,
  domains: readonly Domain[],
  claimants: readonly Claimant[],
  observation: Observation,
): Generator<Violation> {
  const own = claimants.filter((claimant) => domainOf(claimant, domains) === domain);
  const adapting = own.some(({ component }) => component.scalingAdapter);
  if (domain.numNodes === undefined || domain.numNodes === 0 || own.length === 0 || adapting) {
    return;
  }
  if (observation.documents.some(({ value }) => value['kind'] !== 'DynamoGraphDeployment' && mentions(value, domain))) {
    // Pods that this rule does not read join the domain too.
    return;
  }
  const pods = own
    .map(({ component }) => component.replicas * component.nodeCount)
    .reduce((sum, count) => sum + count, 0);
  const gpus = own.reduce((sum, { component }) => sum + component.replicas * component.nodeCount * component.gpus, 0);
  // Small pods may share a node.
  const least = Math.ceil(gpus / (GPU_SPECS[GpuName.GB200].gpusPerTray ?? 1));
  if (domain.numNodes > pods || domain.numNodes < Math.min(pods, least)) {
    yield {
      path: domain.path,
      message: `the ComputeDomain '${domain.name}' waits for ${domain.numNodes} nodes, but ${pods} pods claim it (${own
        .map(({ component }) => `${component.replicas * component.nodeCount} of '${component.name}'`)
        .join(', ')})`,
      fix: `set numNodes to ${pods}, or to 0 to let the driver follow the pods`,
    };
  }
}

/** Whether a document other than the domain itself names its claim template. */
function mentions(value: Mapping, domain: Domain): boolean {
  return (
    value['kind'] !== 'ComputeDomain' &&
    domain.template !== undefined &&
    JSON.stringify(mapping(value['spec']) ?? {}).includes(`"${domain.template}"`)
  );
}
