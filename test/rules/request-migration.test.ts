import { requestMigration } from '../../constructs/rules/request-migration';
import { describedGraph } from './described';
import { findings, graphFindings } from './findings';
import { frontend, manifest } from './parts';

const frontendWith = (migrationLimit: number) =>
  describedGraph({ frontends: [{ name: 'frontend', path: 'app/r1/frontend', replicas: 1, migrationLimit }] });

describe('DYN050 request migration', () => {
  test('a limit of 0 is a warning', () => {
    expect(graphFindings(requestMigration, frontendWith(0))).toEqual([
      expect.objectContaining({
        code: 'DYN050',
        severity: 'warning',
        path: 'app/r1/frontend',
        message: "'frontend' gives a request up when its worker goes away (migrationLimit is 0)",
      }),
    ]);
  });

  test('any other limit passes', () => {
    expect(graphFindings(requestMigration, frontendWith(1))).toEqual([]);
  });

  test('a manifest that says 0 has decided so', () => {
    expect(findings(requestMigration, manifest([frontend(['--migration-limit', '0'])]))).toEqual([]);
  });
});
