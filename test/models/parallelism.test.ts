import { Parallelism } from '../../constructs/models';

describe('Parallelism', () => {
  test.each([
    ['TP8', Parallelism.tensor(8)],
    ['DEP32', Parallelism.attentionDp(32)],
    ['TEP16', Parallelism.tensorExpert(16)],
    ['TP1 DP16 EP16', Parallelism.of({ data: 16, expert: 16 })],
    ['TP8 PP2', Parallelism.of({ tensor: 8, pipeline: 2 })],
    ['TP8 EP4 ADP2', Parallelism.of({ tensor: 8, expert: 4, attentionDp: 2 })],
  ])('is written %s', (text, parallelism) => {
    expect(String(parallelism)).toBe(text);
  });

  test('GPUs are tensor x pipeline x data; experts reuse them', () => {
    expect(Parallelism.of({ tensor: 4, pipeline: 2, data: 8, expert: 32 }).gpus).toBe(64);
    expect(Parallelism.attentionDp(32).gpus).toBe(32);
  });

  test('attention is cut within its groups, an expert over the GPUs of its group', () => {
    const parallelism = Parallelism.of({ tensor: 8, data: 2, attentionDp: 4, expert: 4 });
    expect(parallelism.attentionTensor).toBe(2);
    expect(parallelism.attentionReplicas).toBe(8);
    expect(parallelism.expertTensor).toBe(4);
  });

  test.each([
    ['tensor', { tensor: 0 }],
    ['pipeline', { pipeline: 1.5 }],
    ['data', { data: -1 }],
    ['expert', { tensor: 8, expert: 3 }],
    ['attentionDp', { tensor: 8, attentionDp: 3 }],
  ])("a wrong '%s' is refused", (axis, sizes) => {
    expect(() => Parallelism.of(sizes)).toThrow(new RegExp(`^'parallelism.${axis}' must be `));
  });
});
