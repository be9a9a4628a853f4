import { readFileSync } from 'node:fs';
import { settingsOf, takes } from '../../importer/setting-schema';
import { engineSettings, SETTINGS_FILE } from '../../scripts/engine-settings';

describe('the table of typed engine settings', () => {
  test("is what the types say; 'npm run tables:engine-settings' writes it anew", () => {
    expect(JSON.parse(readFileSync(SETTINGS_FILE, 'utf8'))).toEqual(engineSettings());
  }, 30_000);

  test('tells values that compile from others', () => {
    const { maxNumSeqs, all2allBackend, kvTransferConfig } = settingsOf('vllm');
    expect([takes(maxNumSeqs, 8), takes(maxNumSeqs, null), takes(maxNumSeqs, '8')]).toEqual([true, true, false]);
    expect([takes(all2allBackend, 'pplx'), takes(all2allBackend, 'carrier-pigeon')]).toEqual([true, false]);
    expect(takes(kvTransferConfig, { kv_connector: 'NixlConnector', kv_role: 'kv_both' })).toBe(true);
    expect(takes(settingsOf('vllm')['noSuchFlag'], 1)).toBe(false);
  });
});
