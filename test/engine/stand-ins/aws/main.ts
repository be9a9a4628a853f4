/*
 * A stand-in for the plugin `aws` of Pulumi, for tests of Stator, because the real one cannot be had from package registries.
 *
 * What it does: an echo. The inputs of a resource become its outputs, together with an id, an ARN and what AWS would add, as far as
 * Stator's programs read it (outputs.ts); a few functions answer from a table (functions.ts). Where `STATOR_STANDIN_KUBECONFIG` names a
 * kubeconfig, an EKS cluster has the endpoint and the certificate authority of that API server.
 *
 * What it does not do, and so proves nothing about: it never speaks to AWS, checks no value, replaces nothing, imports nothing, and sees
 * no drift.
 */
import { serveProvider } from '../plugin/provider';
import { AwsStandIn } from './provider';

serveProvider(new AwsStandIn());
