import { Severity } from '../findings';
import type { Rule } from './rule';

const MIB = 2 ** 20;

export const messageSize: Rule = {
  code: 'DYN141',
  title: 'NATS takes the longest message that the graph sends',
  severity: Severity.ERROR,
  rationale:
    'A request goes to a worker with all its tokens. NATS refuses a message above its max_payload, 1 MiB unless told otherwise, which is about 150,000 tokens; the frontend only reports that the request timed out.',
  fix: 'raise maxPayload (max_payload of the servers), send requests over TCP (Planes.natsEvents), or serve shorter sequences',
  source: 'ai-dynamo/dynamo issue 9734: 200,000 tokens made 1,223,632 bytes',
  *checkGraph({ path, planes }) {
    const { nats, requests } = planes;
    if (nats !== undefined && requests === 'nats' && nats.longestMessageBytes > nats.maxPayloadBytes) {
      yield {
        path,
        message: `the longest request makes about ${mebibytes(nats.longestMessageBytes)}, but the servers at ${nats.url} take ${mebibytes(nats.maxPayloadBytes)}`,
      };
    }
  },
};

function mebibytes(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
