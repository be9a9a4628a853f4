import type { BadDocument } from './bad-document';
import { alphaText, betaText, lines } from './texts';

/** What YAML 1.1, as kubectl reads it, makes of a text. */
export const YAML_TRAPS: readonly BadDocument[] = [
  {
    id: 'yaml-reads-n-as-false',
    title: 'the value n of a variable, which YAML reads as false',
    trap: { source: 'YAML 1.1 booleans; ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go' },
    finding: 'K8S002',
    severity: 'error',
    manifest: betaText({ container: '              env: [{ name: UCX_MEMTYPE_CACHE, value: n }]' }),
  },
  {
    id: 'yaml-reads-a-port-as-a-number',
    title: 'a port as the value of a variable, without quotes',
    trap: { source: 'YAML 1.1 integers' },
    finding: 'K8S002',
    severity: 'error',
    manifest: alphaText({ container: '          env: [{ name: VLLM_NIXL_SIDE_CHANNEL_PORT, value: 5600 }]' }),
  },
  {
    id: 'yaml-reads-an-annotation-as-false',
    title: 'the annotation that switches Grove off, without quotes',
    trap: { source: 'YAML 1.1 booleans' },
    finding: 'K8S005',
    severity: 'error',
    manifest: betaText({
      metadata: lines('  name: r1', '  annotations: { nvidia.com/enable-grove: false }').trimEnd(),
    }),
  },
  {
    id: 'yaml-key-twice',
    title: 'one field twice, of which many readers keep the last without a word',
    trap: { source: 'kubectl strict field validation' },
    finding: 'YAML004',
    severity: 'error',
    manifest: betaText({ worker: lines('      replicas: 1', '      replicas: 4').trimEnd() }),
  },
  {
    id: 'yaml-indented-by-a-tab',
    title: 'a line that is indented by a tab',
    trap: { source: 'YAML indentation' },
    finding: 'YAML010',
    severity: 'error',
    manifest: betaText({ worker: '\t    replicas: 1' }),
  },
];
