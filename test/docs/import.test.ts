import { readManifests } from '../../constructs/manifests';
import { importManifests } from '../../importer';
import { runProgram } from '../importer/support';
import { blocksOf, compiled } from './support';

describe('the page on import', () => {
  test('shows the program that its manifest becomes, and it compiles', async () => {
    const [manifest = ''] = blocksOf('docs/import.md', 'yaml');
    const programs = blocksOf('docs/import.md', 'ts');
    const { documents } = readManifests({ name: 'deploy.yaml', content: manifest });
    const { source } = await importManifests(documents, { sources: ['deploy.yaml'], run: runProgram });
    expect(programs).toEqual([source]);
    compiled(programs, () => undefined);
  }, 60_000);
});
