import { elasticExpertCommand } from '../../constructs/rules/elastic-expert-command';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part } from './parts';

const worker = (args: readonly string[], command?: readonly string[]): Part => ({
  name: 'worker',
  role: 'worker',
  gpus: 8,
  args,
  ...(command === undefined ? {} : { command }),
});
const ELASTIC = ['--model', 'm', '--enable-elastic-ep', '--data-parallel-backend', 'ray'];

describe('DYN069 command of a worker with elastic expert parallelism', () => {
  test.each(API_VERSIONS)('%s: the entrypoint of the image is an error', (apiVersion) => {
    expect(findings(elasticExpertCommand, manifest([worker(ELASTIC)], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN069',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message: expect.stringContaining("'worker' asks for elastic expert parallelism over Ray, but has no command"),
      }),
    ]);
  });

  test.each([
    ['--data-parallel-backend=ray', ['--enable-elastic-ep', '--data-parallel-backend=ray']],
    ['-dpb ray', ['--enable-elastic-ep', '-dpb', 'ray']],
    ['-dpb=ray', ['--enable-elastic-ep', '-dpb=ray']],
    ['a line for the shell', ['python3 -m dynamo.vllm --enable-elastic-ep --data-parallel-backend ray']],
  ])('%s counts', (_, args) => {
    expect(findings(elasticExpertCommand, manifest([worker(args)]))).toHaveLength(1);
  });

  test.each([
    ['a command', worker(ELASTIC, ['python3', '-m', 'dynamo.vllm'])],
    ['another backend', worker(['--enable-elastic-ep', '--data-parallel-backend', 'mp'])],
    ['Ray alone', worker(['--data-parallel-backend', 'ray'])],
  ])('%s passes', (_, part) => {
    expect(findings(elasticExpertCommand, manifest([part]))).toEqual([]);
  });
});
