import { Literal, String as Text, Union } from '@sinclair/typebox';
import { type Chart, Size } from 'cdk8s';
import {
  Etcd,
  EtcdAccess,
  type IEtcd,
  type INats,
  Nats,
  NatsAuth,
  NatsTls,
  Planes,
  type Release,
  SecretKey,
  TlsSecret,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { workloadParameters } from '../shared-parameters';
import { disaggregatedLlama, poolParameters, WORKLOAD } from './disaggregated-h100';

const NAME = 'llama-3-70b-nats-h100-vllm';

const PLANES = {
  both: (nats: INats) => Planes.nats(nats),
  events: (nats: INats) => Planes.natsEvents(nats),
  requests: (nats: INats) => Planes.natsRequests(nats),
} as const;

/** Names that stand in cert-manager's or anyone's hands; the servers and the graph read them in one namespace. */
const SECRETS = {
  natsServer: TlsSecret.named('nats-tls'),
  natsClient: TlsSecret.named('nats-client-tls'),
  natsPassword: SecretKey.of('nats-auth', 'password'),
  etcdServer: TlsSecret.named('etcd-tls'),
  etcdClient: TlsSecret.named('etcd-client-tls'),
} as const;

interface ServerParameters {
  readonly servers: 'existing' | 'own';
  readonly natsHost: string;
  readonly etcdHost: string;
}

export const llama370bNatsH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on H100 with vLLM, over NATS and etcd with TLS',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4) on one node of eight H100. Requests and events go over NATS, and components find each other in etcd. Certificates and the password are read from the Secrets nats-tls, nats-client-tls, nats-auth, etcd-tls and etcd-client-tls. The servers are those of the platform, or three of each are made beside the graph. Before release 1.5 Dynamo reaches NATS without TLS only.',
  parameters: {
    ...workloadParameters(NAME, WORKLOAD),
    nats: Union([Literal('both'), Literal('events'), Literal('requests')], {
      default: 'both',
      description: 'What goes over NATS',
    }),
    servers: Union([Literal('existing'), Literal('own')], {
      default: 'existing',
      description: 'Use servers that are there, or make three of each (takes rights beyond those of deployers)',
    }),
    natsHost: Text({ default: 'nats:4222', maxLength: 253, description: 'Host and port of servers that are there' }),
    etcdHost: Text({ default: 'etcd:2379', maxLength: 253, description: 'Host and port of members that are there' }),
    ...poolParameters,
  },
  build(chart, parameters, release) {
    const planes = PLANES[parameters.nats](natsOf(chart, parameters, release)).withEtcd(etcdOf(chart, parameters));
    return disaggregatedLlama(chart, parameters, release, { planes });
  },
});

function natsOf(chart: Chart, { servers, natsHost }: ServerParameters, release: Release): INats {
  const secured = release.atLeast('1.5');
  const tls = secured ? NatsTls.mutual(SECRETS.natsServer, SECRETS.natsClient) : NatsTls.none();
  const auth = NatsAuth.password('dynamo', SECRETS.natsPassword);
  return servers === 'own'
    ? new Nats(chart, 'nats', { tls, auth })
    : // As Stator and the platform chart set it.
      Nats.at({ url: `${secured ? 'tls' : 'nats'}://${natsHost}`, tls, auth, maxPayload: Size.mebibytes(15) });
}

function etcdOf(chart: Chart, { servers, etcdHost }: ServerParameters): IEtcd {
  const access = EtcdAccess.mutualTls({ server: SECRETS.etcdServer, client: SECRETS.etcdClient });
  return servers === 'own'
    ? new Etcd(chart, 'etcd', { access })
    : Etcd.at({ endpoints: [`https://${etcdHost}`], access });
}
