import type { NatsAuth, NatsTls } from '../graph';
import { peerService, type ServerPorts } from './server-set';

export interface NatsConfig {
  readonly name: string;
  readonly servers: number;
  readonly ports: ServerPorts;
  readonly maxPayloadBytes: number;
  readonly jetStream: { readonly fileBytes: number; readonly memoryBytes: number };
  readonly tls: NatsTls;
  readonly auth: NatsAuth;
}

/** Where the servers find what they are given. */
export const NATS_PATHS = {
  config: '/etc/nats',
  data: '/data',
  run: '/var/run/nats',
  tls: '/etc/nats-tls',
} as const;

export const NATS_CONFIG_FILE = 'nats.conf';
export const NATS_PID_FILE = `${NATS_PATHS.run}/nats.pid`;

/**
 * Variables of the pod with the password or token. The server reads the value of a variable as a piece of its configuration: bare, a
 * password of digits stops it at start, and one with a `#` is cut there. In single quotes it is taken as it is.
 * Source: nats-io/nats-server conf/parse.go, tried with 2.15.2, 2026-11.
 */
export const NATS_SECRET = { bare: 'CLIENT_SECRET', quoted: 'CLIENT_SECRET_QUOTED' } as const;

/** How long a server that is to stop hands over its clients: the least that the server takes. */
export const LAME_DUCK_SECONDS = 30;

/** A value in the server's own form: texts are quoted, so that `$name` only stands for a variable where it is meant. */
type Value = string | number | boolean | Variable | readonly Value[] | { readonly [key: string]: Value };

class Variable {
  public constructor(public readonly name: string) {}
}

/** The configuration file of each server; POD_NAME makes the difference. */
export function natsConfig(config: NatsConfig): string {
  const { name, servers, ports, tls, auth, jetStream } = config;
  const settings: Readonly<Record<string, Value>> = {
    server_name: new Variable('POD_NAME'),
    port: ports.client,
    http_port: ports.monitor,
    pid_file: NATS_PID_FILE,
    max_payload: config.maxPayloadBytes,
    lame_duck_grace_period: '10s',
    lame_duck_duration: `${LAME_DUCK_SECONDS}s`,
    jetstream: {
      store_dir: NATS_PATHS.data,
      max_memory_store: jetStream.memoryBytes,
      max_file_store: jetStream.fileBytes,
    },
    ...(auth.kind === 'none' ? {} : { authorization: authorization(auth) }),
    ...(tls.kind === 'none' ? {} : { tls: certificate(tls.kind === 'mutual') }),
    ...(servers === 1
      ? {}
      : {
          cluster: {
            name,
            port: ports.peer,
            // Clients would be told addresses of pods, which stand in no certificate.
            no_advertise: true,
            routes: routes(name, servers, ports.peer),
            ...(tls.kind === 'none' ? {} : { tls: certificate(true) }),
          },
        }),
  };
  return `${Object.entries(settings)
    .map(([key, value]) => `${key}: ${write(value, '')}`)
    .join('\n')}\n`;
}

function authorization({ user }: NatsAuth): Value {
  const secret = new Variable(NATS_SECRET.quoted);
  return user === undefined ? { token: secret } : { user, password: secret };
}

function certificate(verify: boolean): Value {
  return {
    cert_file: `${NATS_PATHS.tls}/tls.crt`,
    key_file: `${NATS_PATHS.tls}/tls.key`,
    ...(verify ? { ca_file: `${NATS_PATHS.tls}/ca.crt`, verify } : {}),
  };
}

function routes(name: string, servers: number, port: number): Value {
  return Array.from({ length: servers }, (_, index) => `nats://${name}-${index}.${peerService(name)}:${port}`);
}

function write(value: Value, indent: string): string {
  if (value instanceof Variable) {
    return `$${value.name}`;
  }
  if (typeof value !== 'object') {
    return JSON.stringify(value);
  }
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = isList
    ? value.map((each: Value) => `${inner}${write(each, inner)}`)
    : Object.entries(value).map(([key, each]) => `${inner}${key}: ${write(each, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}
