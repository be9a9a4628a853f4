import { operatorAnnotations } from '../../constructs/rules/operator-annotations';
import { findings } from './findings';
import { beta, FRONTEND, type GraphText, worker } from './graph-text';

const said = (options: GraphText, fields: object = {}) =>
  findings(operatorAnnotations, beta([FRONTEND, worker('dynamo.vllm', [], { gpus: 8, ...fields })], options));
const pods = (annotations: object, spec: object = {}) => ({
  fields: {
    podTemplate: { metadata: { annotations }, spec: { containers: [{ name: 'main', image: 'a:1.6.1' }], ...spec } },
  },
});

describe('DYN211 annotations for the operator', () => {
  test('a word that it does not know is an error', () => {
    expect(said({ annotations: { 'nvidia.com/grove-update-strategy': 'OnDeletion' } })).toEqual([
      expect.objectContaining({
        code: 'DYN211',
        severity: 'error',
        path: expect.stringContaining('metadata.annotations[nvidia.com/grove-update-strategy]'),
        message: "nvidia.com/grove-update-strategy is 'OnDeletion', which is none of RollingRecreate, OnDelete",
        fix: "did you mean 'OnDelete'?",
      }),
    ]);
    expect(said({ annotations: { 'nvidia.com/enable-grove': 'no' } })).toHaveLength(1);
  });

  test('a power limit that is no number is an error, and so is one beside resource claims', () => {
    const LIMIT = 'dynamo.nvidia.com/gpu-power-limit';
    expect(said({}, pods({ [LIMIT]: '700W' })).map(({ message }) => message)).toEqual([
      `${LIMIT} is '700W', allowed is a whole number of watts of at least 1`,
    ]);
    const resourceClaims = [{ name: 'gpus', resourceClaimTemplateName: 'gpus' }];
    expect(said({}, pods({ [LIMIT]: '700' }, { resourceClaims })).map(({ message }) => message)).toEqual([
      `'decode' has ${LIMIT} and resource claims, which the operator refuses together`,
    ]);
  });

  test('what it knows passes, whatever else there is', () => {
    const annotations = {
      'nvidia.com/enable-grove': 'False',
      'nvidia.com/vllm-distributed-executor-backend': 'ray',
      'nvidia.com/kai-scheduler-queue': 'inference',
      team: 'search',
    };
    expect(said({ annotations })).toEqual([]);
    expect(said({}, pods({ 'dynamo.nvidia.com/gpu-power-limit': '700' }))).toEqual([]);
  });
});
