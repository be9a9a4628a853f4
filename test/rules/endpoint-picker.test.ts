import { Release } from '../../constructs';
import { endpointPickerConfig } from '../../constructs/rules/endpoint-picker-config';
import { endpointPickerWorkers } from '../../constructs/rules/endpoint-picker-workers';
import { findings } from './findings';
import { manifest, type Part, vllm } from './parts';

const IMAGE = 'nvcr.io/nvidia/ai-dynamo/dynamo-frontend';
const CONFIG = { config: { plugins: [{ type: 'disagg-profile-handler' }], schedulingProfiles: [] } };

const picker = (own: object, part: Partial<Part> = {}): Part => ({ name: 'Epp', role: 'epp', own, ...part });
const messages = (rule: Parameters<typeof findings>[0], parts: readonly Part[], options = {}) =>
  findings(rule, manifest(parts, options)).map(({ code, message }) => `${code} ${message}`);

describe('DYN021 configuration of an endpoint picker', () => {
  test('plugins for an image that takes none are an error', () => {
    expect(messages(endpointPickerConfig, [picker({ eppConfig: CONFIG }, { image: `${IMAGE}:1.6.1` })])).toEqual([
      "DYN021 'Epp' has an eppConfig, but its image (release 1.6) takes none from 1.5 on",
    ]);
  });

  test('so is an older image without', () => {
    expect(messages(endpointPickerConfig, [picker({}, { image: `${IMAGE}:1.4.2` })])).toEqual([
      "DYN021 'Epp' has no eppConfig, which the picker of releases before 1.5 needs",
    ]);
  });

  test('where the image does not say, the platform counts', () => {
    const text = manifest([picker({ eppConfig: CONFIG }, { image: `${IMAGE}:my-tag` })]);
    expect(findings(endpointPickerConfig, text, { release: Release.V1_4 })).toEqual([]);
    expect(findings(endpointPickerConfig, text, { release: Release.V1_6 })).toHaveLength(1);
  });

  test('two sources of plugins, none, and a second replica are errors', () => {
    const old = { image: `${IMAGE}:1.4.2` };
    const both = { ...CONFIG, configMapRef: { name: 'epp', key: 'config.yaml' } };
    expect(messages(endpointPickerConfig, [picker({ eppConfig: both }, old)])[0]).toContain(
      'config and configMapRef, exactly one is allowed',
    );
    expect(messages(endpointPickerConfig, [picker({ eppConfig: {} }, old)])[0]).toContain('neither config nor');
    expect(messages(endpointPickerConfig, [picker({ eppConfig: CONFIG }, { ...old, replicas: 2 })])[0]).toContain(
      'exactly 1 is allowed',
    );
  });

  test('each picker with what belongs to it passes', () => {
    expect(messages(endpointPickerConfig, [picker({}, { image: `${IMAGE}:1.5.0`, replicas: 3 })])).toEqual([]);
    expect(messages(endpointPickerConfig, [picker({ eppConfig: CONFIG }, { image: `${IMAGE}:1.4.2` })])).toEqual([]);
  });
});

describe('DYN022 workers behind an endpoint picker', () => {
  const beta = (args: readonly string[], name = 'side') =>
    manifest([picker({}), vllm('worker', 'worker', ['--model', 'm'], { own: { frontendSidecar: name } })]).replace(
      /("containers": \[)/g,
      `$1${JSON.stringify({ name: 'side', image: 'i', args: ['-m', 'dynamo.frontend', ...args] })},`,
    );
  const said = (yaml: string) => findings(endpointPickerWorkers, yaml).map(({ message }) => message);

  test('a worker without a frontend beside it is an error', () => {
    expect(messages(endpointPickerWorkers, [picker({}), vllm('worker', 'worker', ['--model', 'm'])])).toEqual([
      "DYN022 'worker' has no frontend beside it (frontendSidecar), but an endpoint picker sends requests there",
    ]);
  });

  test('so is one whose frontend chooses workers itself, and a name without a container', () => {
    expect(said(beta(['--router-mode', 'kv']))).toEqual([
      "the frontend beside 'worker' runs in mode kv, behind an endpoint picker it must be direct",
    ]);
    expect(said(beta([]))[0]).toContain('runs in mode round-robin');
    expect(said(beta(['--router-mode', 'direct'], 'other'))).toEqual([
      "frontendSidecar of 'worker' is 'other', but the pod has no such container",
    ]);
  });

  test('v1alpha1 writes the container out', () => {
    const worker = (args: readonly string[]) =>
      vllm('worker', 'worker', ['--model', 'm'], { own: { frontendSidecar: { image: 'i', args } } });
    const check = (args: readonly string[]) =>
      messages(endpointPickerWorkers, [picker({}), worker(args)], { apiVersion: 'v1alpha1' });
    expect(check(['-m', 'dynamo.frontend', '--router-mode', 'direct'])).toEqual([]);
    expect(check(['-m', 'dynamo.frontend'])).toHaveLength(1);
  });

  test('a picker over several nodes is an error', () => {
    expect(messages(endpointPickerWorkers, [picker({}, { nodes: 2 })])[0]).toContain('never spans nodes');
  });

  test('direct frontends pass, encode workers need none, and without a picker nobody looks', () => {
    expect(said(beta(['--router-mode', 'direct']))).toEqual([]);
    const encode = vllm('encode', 'worker', ['--model', 'm', '--disaggregation-mode', 'encode']);
    expect(messages(endpointPickerWorkers, [picker({}), encode])).toEqual([]);
    expect(messages(endpointPickerWorkers, [vllm('worker', 'worker', ['--model', 'm'])])).toEqual([]);
  });
});
