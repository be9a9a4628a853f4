/*
 * A stand-in for `aws eks get-token`, for tests of Stator: it prints the client certificate of the kubeconfig in
 * `STATOR_STANDIN_KUBECONFIG`, as a kubeconfig with `exec` wants it. It does nothing else of what `aws` does.
 */
import { connectionOf } from '../kubernetes/kubeconfig';

const [group, command] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (!process.argv.includes('eks') || !process.argv.includes('get-token')) {
  process.stderr.write(`the stand-in for aws only knows 'eks get-token', not '${group} ${command}'\n`);
  process.exit(1);
}
const { cert, key, token } = connectionOf(process.env['STATOR_STANDIN_KUBECONFIG']);
const status = {
  ...(token === undefined ? {} : { token }),
  ...(cert === undefined ? {} : { clientCertificateData: cert.toString() }),
  ...(key === undefined ? {} : { clientKeyData: key.toString() }),
};
process.stdout.write(
  JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1beta1', kind: 'ExecCredential', status }),
);
