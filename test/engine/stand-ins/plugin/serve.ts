import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

/** The engine is told that a method does not exist. */
export class Unimplemented extends Error {}

/** A method with one request and one answer. What it throws, the engine shows as the error of the resource. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({
            code: error instanceof Unimplemented ? status.UNIMPLEMENTED : status.UNKNOWN,
            details: error instanceof Error ? error.message : String(error),
          }),
      );
  };
}

/** Documents of a cluster can be large; the engine's own limit. */
const MESSAGE_BYTES = 400 * 1024 * 1024;
const ORPHAN_CHECK_MS = 500;

/**
 * Serves a plugin on loopback and prints its port, which is all that the engine waits for. Methods that are absent are answered with
 * UNIMPLEMENTED. A plugin whose engine was killed ends by itself.
 */
export function servePlugin(service: ServiceDefinition, methods: UntypedServiceImplementation, onEnd = () => {}): void {
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    'grpc.max_send_message_length': MESSAGE_BYTES,
  });
  server.addService(service, methods);
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      throw error;
    }
    process.stdout.write(`${port}\n`);
  });
  const end = (): never => {
    onEnd();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), ORPHAN_CHECK_MS).unref();
}
