import { App, Chart } from 'cdk8s';
import { Model, ModelCache, modelFolder, models, Precision } from '../../constructs';

const model = models.KIMI_K2_5.at(Precision.NVFP4);
const draft = Model.unlisted({ repository: 'org/draft', revision: '0123abc', exclude: ['original/*'] });

const cacheOf = (props: { draft?: typeof draft }) =>
  new ModelCache(new Chart(new App(), 'test'), 'weights', { model, ...props });

const downloadOf = (cache: ModelCache): string => JSON.stringify(cache.download.toJson());

describe('a cache with a draft model', () => {
  test('downloads the model, then the draft, at their revisions', () => {
    const job = downloadOf(cacheOf({ draft }));
    expect(job).toContain('{"name":"DRAFT_NAME","value":"org/draft"},{"name":"DRAFT_REVISION","value":"0123abc"}');
    expect(job).toMatch(
      /hf download \\"\$MODEL_NAME\\".*hf download \\"\$DRAFT_NAME\\" --revision \\"\$DRAFT_REVISION\\" --exclude \\"original\/\*\\"/,
    );
  });

  test('is complete once both are there: a claim that holds the model only makes workers wait', () => {
    expect(cacheOf({ draft }).completeMarker).toBe(`${cacheOf({}).completeMarker}+org--draft@0123abc`);
  });

  test('without a draft nothing speaks of one', () => {
    expect(downloadOf(cacheOf({}))).not.toContain('DRAFT');
  });

  test('the folder of a checkpoint is that of its commit', () => {
    expect(modelFolder(draft)).toBe('/model-cache/hub/models--org--draft/snapshots/0123abc');
    expect(modelFolder(draft, '/opt/models')).toBe('/opt/models/hub/models--org--draft/snapshots/0123abc');
  });

  test('a checkpoint without a commit has no folder that is known', () => {
    expect(() => modelFolder(Model.unlisted({ repository: 'org/draft' }))).toThrow(
      "'revision' must be the commit of org/draft, which names its folder",
    );
  });
});
