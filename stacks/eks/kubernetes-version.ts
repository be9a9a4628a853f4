/** Versions of Kubernetes that EKS offers and Stator knows, oldest first. */
export const KubernetesVersion = { V1_33: '1.33', V1_34: '1.34', V1_35: '1.35' } as const;
export type KubernetesVersion = (typeof KubernetesVersion)[keyof typeof KubernetesVersion];

/** The newest of them: every GPU machine and dynamic resource allocation work with it. */
export const LATEST_KUBERNETES: KubernetesVersion = KubernetesVersion.V1_35;

/** What a version costs and how long. */
export interface KubernetesVersionRow {
  /** Last day at the ordinary price. Afterwards the control plane costs `EXTENDED_SUPPORT`. */
  readonly standardSupportUntil: string;
  readonly source: string;
}

const CALENDAR = 'docs.aws.amazon.com eks kubernetes-versions, as endoflife.date listed it on 2026-02-14';

export const KUBERNETES_VERSIONS: Readonly<Record<KubernetesVersion, KubernetesVersionRow>> = {
  // The lowest for UltraServers: awsdocs/amazon-eks-user-guide ml-eks-nvidia-ultraserver, 2026.
  '1.33': { standardSupportUntil: '2026-07-29', source: CALENDAR },
  '1.34': { standardSupportUntil: '2026-12-02', source: CALENDAR },
  '1.35': { standardSupportUntil: '2027-03-27', source: CALENDAR },
};
