import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Where the stand-ins of Pulumi's plugins are, built. */
export interface StandIns {
  /** Folders of provider plugins by package, for `plugins.providers` of a project. */
  readonly providers: { readonly kubernetes: string; readonly aws: string };
  /** Folder for the path: the language host, and `aws` for the credentials of EKS clusters. */
  readonly bin: string;
}

/** Programs by their path below the target folder. */
const PROGRAMS = {
  'kubernetes/pulumi-resource-kubernetes': 'kubernetes/main.ts',
  'aws/pulumi-resource-aws': 'aws/main.ts',
  'bin/pulumi-language-nodejs': 'language-nodejs/main.ts',
  'bin/aws': 'aws/eks-token.ts',
} as const;

/** Bundles each into one executable file: the engine starts them for each operation, so loading time counts. */
export async function buildStandIns(folder: string): Promise<StandIns> {
  for (const [program, source] of Object.entries(PROGRAMS)) {
    const outfile = join(folder, program);
    await build({
      entryPoints: [join(__dirname, source)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      banner: { js: `#!${process.execPath}` },
      logLevel: 'warning',
    });
    chmodSync(outfile, 0o755);
  }
  return {
    providers: { kubernetes: join(folder, 'kubernetes'), aws: join(folder, 'aws') },
    bin: join(folder, 'bin'),
  };
}
