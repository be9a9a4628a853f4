import { InputError } from '../exit';
import type { StateLocation } from './state';

/** What a user can do something about, by what Pulumi prints. */
const KNOWN: readonly {
  readonly sign: RegExp;
  readonly message: string;
  readonly fix: (stack: string, state: StateLocation) => string;
}[] = [
  {
    sign: /spawn \S*pulumi\S* ENOENT/,
    message: "there is no 'pulumi' on the path",
    fix: () => 'install the Pulumi command line: https://www.pulumi.com/docs/iac/download-install/',
  },
  {
    sign: /stack is currently locked|Another update is currently in progress/i,
    message: 'another deployment of this stack is under way, or was killed',
    fix: (stack, { settings, folder }) =>
      // The URL of a backend may hold a password, and the user has it.
      `wait for it; if none is running, unlock the stack: ${folder === undefined ? 'PULUMI_BACKEND_URL=<the place of the state> ' : ''}pulumi cancel --cwd '${settings}' --stack ${stack}`,
  },
  {
    sign: /incorrect passphrase/,
    message: 'the passphrase is not the one that the state is encrypted with',
    fix: () => 'set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) as it was when the stack was made',
  },
  {
    sign: /no resource plugin 'pulumi-resource-kubernetes|[Cc]ould not (?:find|download|install).*kubernetes/,
    message: 'Pulumi has no provider for Kubernetes, and could not download it',
    fix: () => 'pulumi plugin install resource kubernetes',
  },
];

/** An error of Pulumi in words, where its cause is known; else what Pulumi printed on standard error. */
export function inputError(error: unknown, stack: string, state: StateLocation): InputError {
  if (InputError.is(error)) {
    return error;
  }
  const text = error instanceof Error ? error.message : String(error);
  const known = KNOWN.find(({ sign }) => sign.test(text));
  return known === undefined
    ? new InputError(`Pulumi failed: ${standardError(text)}`)
    : new InputError(`stack '${stack}': ${known.message}`, known.fix(stack, state));
}

/** The Automation API puts code, standard output and standard error into one message, and the command line before the last. */
function standardError(text: string): string {
  const [, error = ''] = /stderr: ([\s\S]*?)(?:\n err\?: |$)/.exec(text) ?? [];
  const said = error.trim() === '' ? text : error.replace(/^Command failed with exit code .*\n(?=[\s\S]*\S)/, '');
  return said.trim().replace(/^error: /, '');
}
