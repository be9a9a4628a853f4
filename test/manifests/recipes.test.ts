import { readManifests } from '../../constructs/manifests';
import { describeShared, sharedFiles } from './shared';

describeShared('the public recipes', () => {
  test('are 24 files with 36 objects, read without findings', () => {
    const readings = sharedFiles('recipes').map((file) => readManifests(file));
    expect(readings).toHaveLength(24);
    expect(readings.flatMap(({ findings }) => findings)).toEqual([]);
    expect(readings.flatMap(({ documents }) => documents)).toHaveLength(36);
  });
});
