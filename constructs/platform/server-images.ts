/** A server of the platform as it is published. */
interface ServerRow {
  /** Release; tests build the server of the same one. */
  readonly version: string;
  readonly image: string;
  /** Where the image is published, and when that was read. */
  readonly source: string;
}

/** The servers that Stator writes manifests for. */
export const SERVERS: Readonly<Record<'nats' | 'etcd' | 'python', ServerRow>> = {
  nats: {
    version: '2.15.2',
    // The one with a shell: it has the server on the path, which the hook before a stop needs.
    image: 'nats:2.15.2-alpine',
    source: 'Docker official image nats; github.com/nats-io/nats-server v2.15.2 on the Go module proxy, 2026-11',
  },
  etcd: {
    version: '3.7.3',
    image: 'quay.io/coreos/etcd:v3.7.3',
    source: 'etcd-io/etcd scripts/release.sh; go.etcd.io/etcd/server v3.7.3 on the Go module proxy, 2026-11',
  },
  python: {
    version: '3.12',
    image: 'python:3.12-slim',
    source: 'ai-dynamo/dynamo recipes (model-download), 2026-10',
  },
};
