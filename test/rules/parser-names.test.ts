import { Release } from '../../constructs';
import { parserNames } from '../../constructs/rules/parser-names';
import { findings } from './findings';
import { API_VERSIONS, manifest, sglang, vllm } from './parts';

const worker = (args: readonly string[], options = {}) => vllm('worker', 'worker', args, options);
const OLD = { image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.2.1' };

describe('DYN066 parser names', () => {
  test.each(API_VERSIONS)('%s: a name that Dynamo does not know is a warning with the nearest one', (apiVersion) => {
    const args = ['--dyn-tool-call-parser', 'deepseek_v31', '--dyn-reasoning-parser', 'qwen_3'];
    expect(findings(parserNames, manifest([worker(args)], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN066',
        severity: 'warning',
        message: expect.stringContaining("--dyn-tool-call-parser of 'worker' is 'deepseek_v31', which Dynamo"),
        fix: expect.stringMatching(/did you mean 'deepseek_v\d?_?3?_?1?'/),
      }),
      expect.objectContaining({ fix: "did you mean 'qwen3'?" }),
    ]);
  });

  test('a name that only a later release knows, also by variable', () => {
    const env = { DYN_TOOL_CALL_PARSER: 'kimi_k3' };
    expect(findings(parserNames, manifest([worker([], { ...OLD, env })]))).toHaveLength(1);
    expect(
      findings(parserNames, manifest([worker([], { image: 'my.registry/own:latest', env })]), {
        release: Release.V1_4,
      }),
    ).toEqual([]);
  });

  test.each([
    ['known names', worker(['--dyn-tool-call-parser', 'hermes', '--dyn-reasoning-parser', 'deepseek_r1'])],
    ['a value that only the cluster knows', worker(['--dyn-tool-call-parser', '$(PARSER)'])],
    ["the engine's own parsers", worker(['--tool-call-parser', 'whatever', '--reasoning-parser', 'own'])],
    ['no parsers', sglang('worker', 'worker')],
  ])('%s pass', (_, part) => {
    expect(findings(parserNames, manifest([part]))).toEqual([]);
  });
});
