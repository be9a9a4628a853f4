import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { PersistentVolumeClaim } from '../api';
import { InvalidValueError, requireDnsLabel, requireDnsSubdomain } from '../findings';
import { quantity } from './component-parts';
import { validateApp } from './validation';

/** A claim in which kernels that an engine compiles outlive its pods. */
export interface ICompileCache {
  readonly claimName: string;
  /** Where pods mount it; absent for the place where vLLM looks. */
  readonly mountPath?: string;
  /** What a graph that mounts the claim depends on. */
  readonly dependencies: readonly Construct[];
}

export interface ImportedCompileCacheProps {
  /** Name of a claim that exists in the graph's namespace. Pods on several nodes need it ReadWriteMany. */
  readonly claimName: string;
  /**
   * Where pods mount it. Engines other than vLLM need it said.
   * @default - `/root/.cache/vllm`, to which the operator points vLLM
   */
  readonly mountPath?: string;
}

export interface CompileCacheProps {
  /**
   * Name of the claim.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * Class that provides ReadWriteMany volumes, for example `efs-sc`.
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
  /**
   * Size of the claim.
   * @default Size.gibibytes(50)
   */
  readonly size?: Size;
  /**
   * Where pods mount it. Engines other than vLLM need it said.
   * @default - `/root/.cache/vllm`, to which the operator points vLLM
   */
  readonly mountPath?: string;
}

/**
 * Keeps what engines compile (CUDA graphs, Triton and torch kernels) once for all workers of a pool, so that only the first one compiles:
 * a ReadWriteMany claim.
 *
 * ```ts
 * new DecodePool(graph, 'decode', { nodes, parallelism, compileCache: new CompileCache(chart, 'kernels') });
 * ```
 *
 * Source: ai-dynamo/dynamo deploy/operator/api/v1beta1, CompilationCacheConfig, 2026-10.
 */
export class CompileCache extends Construct implements ICompileCache {
  /**
   * A claim that exists already.
   *
   * @throws InvalidValueError for a name that no claim can have, and a mount path that is not absolute
   */
  public static fromClaim(props: ImportedCompileCacheProps): ICompileCache {
    requireDnsSubdomain('claimName', props.claimName);
    requireAbsolute(props.mountPath);
    return { ...props, dependencies: [] };
  }

  public readonly claimName: string;
  public readonly mountPath?: string;
  public readonly dependencies: readonly Construct[];
  /** The claim as an API object. */
  public readonly claim: PersistentVolumeClaim;

  /** @throws InvalidValueError for names that no object can have, and for a mount path that is not absolute */
  public constructor(scope: Construct, id: string, props: CompileCacheProps = {}) {
    super(scope, id);
    this.claimName = props.name ?? id;
    requireDnsLabel('name', this.claimName);
    requireAbsolute(props.mountPath);
    if (props.mountPath !== undefined) {
      this.mountPath = props.mountPath;
    }
    if (props.storageClassName !== undefined) {
      requireDnsSubdomain('storageClassName', props.storageClassName);
    }
    validateApp(this.node.root);
    const size = props.size ?? Size.gibibytes(50);
    this.claim = new PersistentVolumeClaim(this, 'claim', {
      metadata: { name: this.claimName },
      spec: {
        accessModes: ['ReadWriteMany'],
        resources: { requests: { storage: quantity(size.toKibibytes() * 1024) } },
        ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
      },
    });
    this.dependencies = [this.claim];
  }
}

function requireAbsolute(mountPath: string | undefined): void {
  if (mountPath !== undefined && !/^\/[^:]+$/.test(mountPath)) {
    throw new InvalidValueError('mountPath', mountPath, 'an absolute path');
  }
}
