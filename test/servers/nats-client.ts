import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

export interface NatsClientOptions {
  readonly port: number;
  /** TLS after the server's greeting, as NATS does it; plain TCP without. */
  readonly tls?: ConnectionOptions;
  readonly login?: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly wants: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

/** A line of the protocol, and the payload that came with it. */
interface Message {
  readonly verb: string;
  readonly words: readonly string[];
  readonly payload: Buffer;
}

/** As much of a NATS client as it takes to see what the servers allow. Protocol: docs.nats.io/reference/reference-protocols. */
export class NatsClient {
  /** Throws with the server's own words where it refuses. */
  public static async connect({ port, tls, login = {} }: NatsClientOptions): Promise<NatsClient> {
    const plain = connectTcp({ host: '127.0.0.1', port });
    const client = new NatsClient(plain);
    const info = await client.next(({ verb }) => verb === 'INFO');
    client.info = JSON.parse(info.words.join(' '));
    if (tls !== undefined) {
      plain.removeAllListeners('data');
      const secure = connectTls({ socket: plain, servername: 'nats', ...tls });
      client.listen(secure);
    }
    client.send(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, lang: 'test', version: '0', ...login })}`);
    await client.ping();
    return client;
  }

  /** The server's greeting. */
  public info: { readonly max_payload?: number; readonly connect_urls?: readonly string[] } = {};
  private readonly waiting = new Set<Waiting>();
  private buffer = Buffer.alloc(0);
  private ended: Error | undefined;
  private subscriptions = 0;
  private readonly unread: Message[] = [];

  private constructor(private socket: Socket) {
    this.listen(socket);
  }

  /** What a publisher sees: nothing, unless the server refuses. */
  public async publish(subject: string, payload: Buffer): Promise<void> {
    this.socket.write(`PUB ${subject} ${payload.length}\r\n`);
    this.socket.write(payload);
    this.socket.write('\r\n');
    await this.ping();
  }

  /** Gives what receives the next message of a subject. */
  public async subscribe(subject: string): Promise<() => Promise<Buffer>> {
    this.subscriptions += 1;
    const id = String(this.subscriptions);
    this.send(`SUB ${subject} ${id}`);
    await this.ping();
    return async () => (await this.next(({ verb, words }) => verb === 'MSG' && words[1] === id)).payload;
  }

  /** Asks the JetStream API, which answers nothing while servers choose a leader: throws after five seconds. */
  public async request(subject: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const inbox = `_INBOX.${Math.random().toString(36).slice(2)}`;
    const receive = await this.subscribe(inbox);
    const payload = Buffer.from(JSON.stringify(body));
    this.socket.write(`PUB ${subject} ${inbox} ${payload.length}\r\n${payload}\r\n`);
    const silence = setTimeout(() => this.end(new Error('no answer')), 5000);
    try {
      return JSON.parse((await receive()).toString());
    } finally {
      clearTimeout(silence);
    }
  }

  public close(): void {
    this.socket.destroy();
  }

  private async ping(): Promise<void> {
    this.send('PING');
    await this.next(({ verb }) => verb === 'PONG');
  }

  private send(line: string): void {
    this.socket.write(`${line}\r\n`);
  }

  private listen(socket: Socket): void {
    this.socket = socket;
    socket.on('data', (data: Buffer) => this.read(data));
    socket.on('error', (error: Error) => this.end(error));
    socket.on('close', () => this.end(new Error('the server closed the connection')));
  }

  private next(wants: Waiting['wants']): Promise<Message> {
    const index = this.unread.findIndex(wants);
    const [found] = index === -1 ? [] : this.unread.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    if (this.ended !== undefined) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => this.waiting.add({ wants, resolve, reject }));
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting) reject(this.ended);
    this.waiting.clear();
  }

  private read(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (let message = this.parse(); message !== undefined; message = this.parse()) {
      if (message.verb === '-ERR') {
        this.end(new Error(message.words.join(' ')));
        return;
      }
      if (message.verb === 'PING') {
        this.send('PONG');
        continue;
      }
      const found = message;
      const waiting = [...this.waiting].find(({ wants }) => wants(found));
      if (waiting === undefined) {
        this.unread.push(found);
      } else {
        this.waiting.delete(waiting);
        waiting.resolve(found);
      }
    }
  }

  private parse(): Message | undefined {
    const end = this.buffer.indexOf('\r\n');
    if (end === -1) return undefined;
    const [verb = '', ...words] = this.buffer.subarray(0, end).toString().split(' ');
    const length = verb === 'MSG' ? Number(words.at(-1)) : 0;
    const total = verb === 'MSG' ? end + 2 + length + 2 : end + 2;
    if (this.buffer.length < total) return undefined;
    const payload = this.buffer.subarray(end + 2, end + 2 + length);
    this.buffer = this.buffer.subarray(total);
    return { verb, words, payload };
  }
}
