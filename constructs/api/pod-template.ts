/**
 * The parts of a Kubernetes pod template that Stator writes, in the shape of the API (Kubernetes 1.31 and newer spell
 * `resourceClaimTemplateName` directly in the claim, which the generated 1.28 types of cdk8s-plus do not know).
 */
export interface PodTemplate {
  readonly metadata?: { readonly annotations?: Record<string, string>; readonly labels?: Record<string, string> };
  readonly spec: PodSpec;
}

export interface PodSpec {
  readonly affinity?: { readonly podAntiAffinity?: PodAntiAffinity };
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly TolerationSpec[];
  readonly resourceClaims?: readonly { readonly name: string; readonly resourceClaimTemplateName: string }[];
  readonly securityContext?: PodSecurityContext;
  readonly serviceAccountName?: string;
  /** Seconds. */
  readonly terminationGracePeriodSeconds?: number;
  readonly volumes?: readonly Volume[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly resources?: Resources;
  readonly securityContext?: ContainerSecurityContext;
  readonly startupProbe?: Probe;
  readonly volumeMounts?: readonly VolumeMount[];
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly configMapKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface Resources {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
  readonly claims?: readonly { readonly name: string }[];
}

export interface PodAntiAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution: readonly {
    readonly topologyKey: string;
    readonly labelSelector: {
      readonly matchLabels: Readonly<Record<string, string>>;
      readonly matchExpressions: readonly {
        readonly key: string;
        readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
        readonly values: readonly string[];
      }[];
    };
  }[];
}

export interface TolerationSpec {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface PodSecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: 'OnRootMismatch' | 'Always';
  readonly seccompProfile?: { readonly type: string };
}

export interface ContainerSecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

export interface Probe {
  /** The port by its number or its name. */
  readonly httpGet: { readonly path: string; readonly port: number | string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface Volume {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly configMap?: { readonly name: string };
  readonly emptyDir?: { readonly medium?: 'Memory' | ''; readonly sizeLimit?: string | number };
  readonly hostPath?: { readonly path: string };
  readonly secret?: {
    readonly secretName: string;
    readonly items: readonly { readonly key: string; readonly path: string }[];
    readonly defaultMode: number;
  };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
}
