import { cacheSize } from '../../constructs/rules/cache-size';
import { describedGraph } from './described';
import { graphFindings } from './findings';

const check = (sizeBytes: number | undefined) =>
  graphFindings(
    cacheSize,
    describedGraph({
      cache: {
        claim: 'weights',
        external: false,
        accessMode: 'ReadWriteMany',
        readBytesPerSecond: 1,
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
      },
    }),
  );
const { checkpointBytes = 0 } = describedGraph().model;

describe('DYN114 cache size', () => {
  test('a claim smaller than the checkpoint is refused', () => {
    expect(check(checkpointBytes - 1)).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringContaining("the claim 'weights' has") }),
    ]);
  });

  test.each([checkpointBytes, undefined])('%s passes', (size) => {
    expect(check(size)).toEqual([]);
  });
});
