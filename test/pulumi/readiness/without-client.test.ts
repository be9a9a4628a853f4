import { clusterReader, KubeconfigError } from '../../../stacks/pulumi/readiness';

jest.mock('@kubernetes/client-node', () => {
  throw new Error("Cannot find module '@kubernetes/client-node'");
});

describe('without @kubernetes/client-node', () => {
  it('a reader is made, and says at its first request what to install', async () => {
    const events = clusterReader({ text: '' }).events('inference');
    await expect(events).rejects.toThrow(KubeconfigError);
    await expect(events).rejects.toThrow(/npm install @kubernetes\/client-node/);
  });
});
