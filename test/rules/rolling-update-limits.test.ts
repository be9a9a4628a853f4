import { rollingUpdateLimits } from '../../constructs/rules/rolling-update-limits';
import { findings } from './findings';
import { manifest, vllm } from './parts';
import { graphYaml } from './support';

const annotations = (surge: string, unavailable: string) => ({
  'nvidia.com/deployment-rolling-update-max-surge': surge,
  'nvidia.com/deployment-rolling-update-max-unavailable': unavailable,
});
const alpha = (own: object, nodes?: number) =>
  manifest([vllm('worker', 'worker', [], { own, ...(nodes === undefined ? {} : { nodes }) })], {
    apiVersion: 'v1alpha1',
  });
const beta = (surge: string, unavailable: string, grove: string) =>
  graphYaml(
    `    - { name: worker, type: worker, podTemplate: { metadata: { annotations: ${JSON.stringify(
      annotations(surge, unavailable),
    )} } } }`,
  ).replace('  name: r1', `  name: r1\n  annotations: { nvidia.com/enable-grove: "${grove}" }`);

describe('DYN060 limits of a rolling update', () => {
  test('v1beta1: both 0 is an error where Deployments are made', () => {
    expect(findings(rollingUpdateLimits, beta('0', '0%', 'false'))).toEqual([
      expect.objectContaining({
        code: 'DYN060',
        severity: 'error',
        path: expect.stringContaining('components[worker]'),
        message: expect.stringContaining("max-surge and max-unavailable of 'worker' are both 0"),
      }),
    ]);
  });

  test('v1alpha1: and a warning where Grove may be', () => {
    expect(findings(rollingUpdateLimits, alpha({ annotations: annotations('0', '0') }))).toEqual([
      expect.objectContaining({ severity: 'warning', path: expect.stringContaining('services.worker') }),
    ]);
  });

  test('annotations of the graph hold for every component', () => {
    const yaml = manifest([vllm('worker', 'worker')], { spec: { annotations: annotations('0', '0') } });
    expect(findings(rollingUpdateLimits, yaml)).toHaveLength(1);
  });

  test('a value that is no number is said once each', () => {
    const found = findings(rollingUpdateLimits, beta('one', '-1', 'false'));
    expect(found.map(({ message }) => message)).toEqual([
      "nvidia.com/deployment-rolling-update-max-surge of 'worker' is 'one', which is neither a whole number nor a percentage",
      "nvidia.com/deployment-rolling-update-max-unavailable of 'worker' is '-1', which is neither a whole number nor a percentage",
    ]);
  });

  test.each([
    ['one pod more', alpha({ annotations: annotations('1', '0') })],
    ['one pod less', alpha({ annotations: annotations('0', '25%') })],
    ['no annotation', alpha({})],
    ['Recreate', alpha({ annotations: { ...annotations('0', '0'), 'nvidia.com/deployment-strategy': 'Recreate' } })],
    ['a worker over two nodes', alpha({ annotations: annotations('0', '0') }, 2)],
  ])('%s passes', (_, yaml) => {
    expect(findings(rollingUpdateLimits, yaml)).toEqual([]);
  });
});
