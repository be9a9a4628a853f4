/** What stands beside pools and graphs (gateways, adapters, requests, platforms) that must not compile. See `wrong-programs.test.ts`. */
import { Duration } from 'cdk8s';
import {
  AggregatedPool,
  Delivery,
  DynamoPlatform,
  EncodePool,
  Engine,
  Frontend,
  GraphRequest,
  InferenceGateway,
  InferenceGraph,
  InferenceRoute,
  KaiQueue,
  LoraAdapter,
  LoraSource,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  Prerequisite,
  RequestLoad,
  RequestSearch,
  RequestTarget,
  ServiceMesh,
  Slo,
  WebhookCertificate,
} from '../../constructs';
import { chart } from '../graph/support';

export function wrongSurroundings(): void {
  const model = models.LLAMA_3_3_70B.at(Precision.FP8);
  const vllm = new InferenceGraph(chart(), 'v', { model, engine: Engine.vllm() });
  const sglang = new InferenceGraph(chart(), 's', { model, engine: Engine.sglang() });
  const trtllm = new InferenceGraph(chart(), 't', { model, engine: Engine.trtllm() });
  const nodes = NodeGroup.h200Sxm();
  const parallelism = Parallelism.tensor(8);
  const gateway = InferenceGateway.existing({ name: 'public' });
  const source = LoraSource.huggingFace({ repository: 'org/adapter' });
  const delivery = Delivery.helm();
  const graph = { model, engine: Engine.vllm() };
  const slo = Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) });

  // @ts-expect-error a gateway without its class
  new InferenceGateway(chart(), 'gateway', {});

  // @ts-expect-error a route to a frontend, which no gateway picks endpoints for
  new InferenceRoute(new Frontend(vllm, 'frontend'), 'route', { gateway });

  // @ts-expect-error an adapter on SGLang, which loads none
  new LoraAdapter(sglang, 'support', { name: 'support', source, rank: 16 });

  // @ts-expect-error the source of an adapter as a text
  new LoraAdapter(vllm, 'support', { name: 'support', source: 'hf://org/adapter', rank: 16 });

  // @ts-expect-error an adapter without its rank
  new LoraAdapter(vllm, 'support', { name: 'support', source });

  // @ts-expect-error keys of S3 in the open
  LoraSource.s3({ bucket: 'b', path: 'p', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'abc' } });

  // @ts-expect-error encoders for TensorRT-LLM, which has none apart
  new EncodePool(trtllm, 'encode', { nodes, parallelism });

  // @ts-expect-error a request without a model
  new GraphRequest(chart(), 'request', {});

  // @ts-expect-error a target of a request as a number
  new GraphRequest(chart(), 'request', { model: 'org/name', target: 500 });

  // @ts-expect-error two targets in one
  RequestTarget.slo(slo, Duration.seconds(5));

  // @ts-expect-error two loads in one
  RequestLoad.concurrency({ requests: 8, perSecond: 2 });

  // @ts-expect-error a thorough search without an engine
  RequestSearch.thorough({});

  // @ts-expect-error a queue of KAI with GPUs as a text
  new KaiQueue(chart(), 'inference', { gpus: '8' });

  // @ts-expect-error a platform that nobody delivers
  new DynamoPlatform(chart(), 'platform', {});

  // @ts-expect-error a delivery by its name
  new DynamoPlatform(chart(), 'platform', { delivery: 'flux' });

  // @ts-expect-error a part of the platform by its version
  new DynamoPlatform(chart(), 'platform', { delivery, parts: { grove: '0.1.0-alpha.12' } });

  // @ts-expect-error a GPU operator out of the chart of Dynamo, which holds none
  new DynamoPlatform(chart(), 'platform', { delivery, parts: { gpuOperator: Prerequisite.bundled() } });

  // @ts-expect-error a certificate of one's own without its authority
  WebhookCertificate.external({ secretName: 'webhook' });

  // @ts-expect-error mutual TLS without the private key
  ServiceMesh.istioFiles({ clientCertificate: '/tls/tls.crt' });

  // @ts-expect-error a connector by its name
  Engine.vllm({ kvConnector: 'nixl' });

  // @ts-expect-error a transfer that SGLang does not have
  Engine.sglang({ transfer: 'ucx' });

  // @ts-expect-error a mocker that simulates an engine that there is not
  Engine.mocker({ simulates: 'tgi' });

  // @ts-expect-error a weight for a transfer that is required
  new InferenceGraph(chart(), 'g', { ...graph, kvTransfer: { nodeLabel: 'rack', domain: 'rack', weight: 0.5 } });

  // @ts-expect-error a policy for the transfer of KV cache with two sources
  new InferenceGraph(chart(), 'g', { ...graph, kvTransfer: { nodeLabel: 'a', clusterTopology: 'b', domain: 'rack' } });

  // @ts-expect-error an order for a restart in parallel
  new InferenceGraph(chart(), 'g', { ...graph, restart: { id: '1', strategy: 'parallel', order: ['a'] } });

  // @ts-expect-error a domain of the topology that there is not
  new AggregatedPool(vllm, 'worker', { nodes, parallelism, packDomain: 'room' });

  // @ts-expect-error a share of pods that is no percentage
  new AggregatedPool(vllm, 'worker', { nodes, parallelism, updates: { maxSurge: 'half' } });

  // @ts-expect-error containers of a pod as one text
  new AggregatedPool(vllm, 'worker', { nodes, parallelism, podTemplate: { spec: { containers: 'main' } } });

  // @ts-expect-error a memory service without a mode
  new AggregatedPool(vllm, 'worker', { nodes, parallelism, gpuMemory: { shadow: true } });
}
