import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestDocument, readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import { Release } from '../../constructs/releases';
import type { Rule } from '../../constructs/rules';
import { backendFramework } from '../../constructs/rules/backend-framework';
import { componentAgreement } from '../../constructs/rules/component-agreement';
import { componentList } from '../../constructs/rules/component-list';
import { componentType } from '../../constructs/rules/component-type';
import { gpuCount } from '../../constructs/rules/gpu-count';
import { graphNameAffinity } from '../../constructs/rules/graph-name-affinity';
import { inlineSecrets } from '../../constructs/rules/inline-secrets';
import { mainContainer } from '../../constructs/rules/main-container';
import { multinodeComponent } from '../../constructs/rules/multinode-component';
import { multinodeOrchestrator } from '../../constructs/rules/multinode-orchestrator';
import { multinodeVllmFlags } from '../../constructs/rules/multinode-vllm-flags';
import { placeholders } from '../../constructs/rules/placeholders';
import { referencedObjects } from '../../constructs/rules/referenced-objects';
import { removedNames } from '../../constructs/rules/removed-names';
import { repeatedFlags } from '../../constructs/rules/repeated-flags';
import { requestPlane } from '../../constructs/rules/request-plane';
import { runtimeVersion } from '../../constructs/rules/runtime-version';
import { uniqueDocuments } from '../../constructs/rules/unique-documents';
import { visibleDevices } from '../../constructs/rules/visible-devices';

const RULES: readonly Rule[] = [
  componentList,
  componentType,
  mainContainer,
  runtimeVersion,
  backendFramework,
  multinodeComponent,
  gpuCount,
  multinodeVllmFlags,
  multinodeOrchestrator,
  requestPlane,
  componentAgreement,
  visibleDevices,
  graphNameAffinity,
  uniqueDocuments,
  referencedObjects,
  placeholders,
  removedNames,
  inlineSecrets,
  repeatedFlags,
];

/** What these rules say about each upstream recipe on the latest platform; a recipe that is not listed passes. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'deepseek-v32-fp4__trtllm__agg-round-robin': [
    // --request-plane nats, while the platform brings no NATS server.
    'DYN030 warning',
    // resourceClaimTemplateName: your-compute-domain-channel
    'DYN044 error',
    // --router-reset-states, gone in 1.4; --publish-events-and-metrics, deprecated
    'DYN061 warning',
    'DYN061 warning',
  ],
  // The value of the affinity term is <graph>-frontend.
  'gpt-oss-120b__trtllm__agg': ['DYN041 error'],
  // componentType: main, twice; and the affinity term
  'gpt-oss-120b__trtllm__disagg': ['DYN003 error', 'DYN003 error', 'DYN041 error'],
  'kimi-k2.5__trtllm__agg__nvidia': ['DYN041 error'],
  'llama-3-70b__vllm__agg__gaie': [
    // my-tag: endpoint picker and worker; and the sidecar of the worker
    'DYN005 error',
    'DYN005 error',
    'DYN044 error',
    'DYN044 error',
    'DYN044 error',
    // DYN_STORE_KV
    'DYN061 warning',
  ],
  'nemotron-3-nano-omni__vllm__agg': [
    // <your-registry>/nemotron-omni-vllm:latest, twice
    'DYN005 error',
    'DYN005 error',
    'DYN044 error',
    'DYN044 error',
    // --no-kv-events; the tag does not tell the version, so that of the platform counts
    'DYN061 warning',
  ],
  // --is-decode-worker, gone in 1.4
  // --no-kv-events, deprecated; in the second --is-decode-worker, gone in 1.4
  'nemotron-3-super-fp8__sglang__disagg': ['DYN061 warning'],
  'nemotron-3-super-fp8__vllm__agg': ['DYN061 warning', 'DYN061 warning'],
  'qwen3-235b-a22b-fp8__trtllm__agg__blackwell': ['DYN041 error'],
  'qwen3-235b-a22b-fp8__trtllm__disagg__hopper': ['DYN041 error'],
  'qwen3-32b-fp8__trtllm__agg': ['DYN041 error'],
  // --router-reset-states
  'qwen3-32b__vllm__disagg-kv-router': ['DYN061 warning'],
};

/** Objects that several recipes call the same: applied to one namespace they overwrite each other. */
const SHARED_NAMES: readonly string[] = [
  'ConfigMap/llm-config',
  'ConfigMap/prefill-config',
  'ConfigMap/decode-config',
  'DynamoGraphDeployment/llama3-70b-agg',
];

const FOLDER = join(__dirname, '..', '..', '..', 'shared', 'recipes');
const describeRecipes = existsSync(FOLDER) ? describe : describe.skip;

function recipes(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();
}

function read(recipe: string): readonly ManifestDocument[] {
  return readManifests({ name: recipe, content: readFileSync(join(FOLDER, `${recipe}.yaml`)) }).documents;
}

function findings(documents: readonly ManifestDocument[], rules: readonly Rule[]) {
  const observation = Observation.of(documents);
  const context = { releaseOf: () => Release.V1_6, complete: false };
  return rules.flatMap((rule) =>
    [...(rule.checkDocuments?.(observation, context) ?? [])].map((violation) => ({
      text: `${rule.code} ${violation.severity ?? rule.severity}`,
      ...violation,
    })),
  );
}

describeRecipes('upstream recipes, structure and names (needs the recipes beside the repository)', () => {
  test('all 24 are there, and no other is expected', () => {
    const names = existsSync(FOLDER) ? recipes() : [];
    expect(names).toHaveLength(24);
    expect(Object.keys(EXPECTED).filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(existsSync(FOLDER) ? recipes() : ['none'])('%s', (recipe) => {
    expect(findings(read(recipe), RULES).map(({ text }) => text)).toEqual(EXPECTED[recipe] ?? []);
  });

  test('in one namespace some of them overwrite each other', () => {
    const found = findings(recipes().flatMap(read), [uniqueDocuments]);
    expect([...new Set(found.map(({ path }) => path.replace(/^.* /, '')))].sort()).toEqual([...SHARED_NAMES].sort());
    expect(new Set(found.map(({ text }) => text))).toEqual(new Set(['DYN042 error']));
  });
});
