import { list, type Mapping, type ObservedComponent } from '../observed';
import type { PodPart } from './pod';

/** One pod of a worker that spans nodes. */
export interface Rank {
  readonly part: PodPart;
  /** 0 for the leader. */
  readonly rank: number;
  /** Address of the leader, as Kubernetes expands it in the pod. */
  readonly leader: string;
  /** Name of the graph: shared objects are named after it. */
  readonly graph: string;
  /** Names of the containers that the operator and Grove add to the worker's pods. */
  readonly injected: readonly string[];
}

/** What the operator changes in the main container and beside it. */
export interface Launch {
  readonly main: Mapping;
  readonly initContainers: readonly Mapping[];
  readonly volumes: readonly Mapping[];
}

const MASTER_PORT = 29500;
const SSH_PORT = 2222;
/** Holds a leader back until its workers run. Grove adds it where one clique starts after another. */
const GROVE_INIT = { name: 'grove-initc', image: 'ghcr.io/ai-dynamo/grove/grove-initc:v0.1.0-alpha.8' } as const;
/** Secret with the keys by which `mpirun` reaches the other pods; the operator makes it and copies it into the namespace. */
const SSH_SECRET = 'mpi-run-ssh-secret';

/**
 * Start of one pod of a worker that spans nodes. The texts that only the engine reads are in short form here: what matters to
 * Kubernetes is which containers and volumes there are.
 *
 * Source: ai-dynamo/dynamo deploy/operator internal/dynamo/backend_{vllm,sglang,trtllm}.go, seen at run time with chart 1.2.
 */
export function launch(component: ObservedComponent, rank: Rank): Launch {
  const args = list(component.main?.['args']).map(String);
  switch (component.engine?.kind) {
    case 'vllm':
      return vllm(component, rank, args);
    case 'sglang':
      return withArgs([
        ...args,
        ...['--dist-init-addr', `${rank.leader}:${MASTER_PORT}`, '--nnodes', String(component.nodeCount)],
        ...['--node-rank', String(rank.rank)],
      ]);
    case 'trtllm':
      return trtllm(component, rank);
    default:
      return { main: {}, initContainers: [], volumes: [] };
  }
}

function withArgs(args: readonly string[]): Launch {
  return { main: { args }, initContainers: [], volumes: [] };
}

/** Tensor and pipeline parallelism over nodes goes by the `mp` back end; whole engines on each node by data parallelism. */
function vllm(component: ObservedComponent, rank: Rank, args: readonly string[]): Launch {
  const { tensor = 1, pipeline = 1, data = 1 } = component.engine?.parallelism ?? {};
  const worldSize = tensor * pipeline;
  const start = withArgs([
    ...args,
    ...(worldSize > component.gpus ? vllmMultiprocess(component, rank) : []),
    ...(worldSize <= component.gpus && worldSize * data > component.gpus
      ? vllmDataParallel(component, rank, worldSize)
      : []),
  ]);
  const waits = rank.part === 'worker' && rank.injected.includes(WAIT);
  return waits ? { ...start, ...waitForLeader(component, rank) } : start;
}

function vllmDataParallel(component: ObservedComponent, { rank, leader }: Rank, worldSize: number): readonly string[] {
  const local = Math.floor(component.gpus / worldSize);
  return [
    ...['--data-parallel-hybrid-lb', '--data-parallel-size-local', String(local)],
    ...['--data-parallel-start-rank', String(local * rank), '--data-parallel-address', leader],
    ...['--data-parallel-rpc-port', '13445'],
  ];
}

function vllmMultiprocess(component: ObservedComponent, { part, rank, leader }: Rank): readonly string[] {
  return [
    ...['--distributed-executor-backend', 'mp', '--nnodes', String(component.nodeCount)],
    ...['--master-addr', leader, '--master-port', String(MASTER_PORT), '--node-rank', String(rank)],
    ...(part === 'leader' ? [] : ['--headless']),
  ];
}

const WAIT = 'wait-for-leader-mp';

/** A follower that waits until its leader listens. */
function waitForLeader(component: ObservedComponent, { leader, graph }: Rank): Omit<Launch, 'main'> {
  const script = { name: 'wait-leader-script', configMap: { name: `${graph}-wait-leader-script` } };
  const wait = {
    name: WAIT,
    image: component.image,
    command: ['python3', '/scripts/wait-for-leader.py', leader, String(MASTER_PORT)],
    volumeMounts: [{ name: script.name, mountPath: '/scripts', readOnly: true }],
  };
  return { initContainers: [wait], volumes: [script] };
}

function trtllm(component: ObservedComponent, { part, leader, injected }: Rank): Launch {
  const keys = { name: 'mpi-run-ssh-secret', secret: { secretName: SSH_SECRET, defaultMode: 0o644 } };
  const volumeMounts = [
    ...list(component.main?.['volumeMounts']),
    { name: keys.name, mountPath: '/ssh-pk', readOnly: true },
  ];
  if (part === 'leader') {
    const processes = component.nodeCount * component.gpus;
    const start = component.writtenCommand.join(' ');
    const command = `mpirun -n ${processes} -H ${leader} bash -c 'trtllm-llmapi-launch ${start}'`;
    const main = { command: ['/bin/sh', '-c'], args: [command], volumeMounts };
    return { main, initContainers: injected.includes(GROVE_INIT.name) ? [GROVE_INIT] : [], volumes: [keys] };
  }
  return {
    main: {
      command: ['/bin/sh', '-c'],
      args: [`exec /usr/sbin/sshd -D -p ${SSH_PORT}`],
      volumeMounts,
      readinessProbe: {
        tcpSocket: { port: SSH_PORT },
        initialDelaySeconds: 20,
        periodSeconds: 20,
        timeoutSeconds: 5,
        failureThreshold: 10,
      },
    },
    initContainers: [],
    volumes: [keys],
  };
}
