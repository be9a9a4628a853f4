/** What tests on the real engine use. Import it first in a test file: it cleans up after the file. */
import { removeTemporaryFolders } from './environment';

afterAll(removeTemporaryFolders);

export { Cluster } from '../e2e/cluster';
export { installCrds } from '../e2e/crds';
/** Skipped, and visibly so, without Go or without the CRDs beside the checkout. */
export { describeWriting as describeEngine } from '../e2e/suite';
export {
  type CommandOptions,
  type CommandResult,
  projectCopy,
  runPulumi,
  startPulumi,
} from './command-line';
export { engine, PASSPHRASE, pulumiEnvironment, temporaryFolder } from './environment';
export { changesIn, type InlineStack, inlineStack, outputsOf } from './stack';
