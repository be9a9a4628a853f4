// Jest cannot load the ES module that @kubernetes/client-node is, so the test runs this program instead. It writes what each request
// of its standard input came to.
import { readFileSync } from 'node:fs';
import { clusterReader } from '../../../stacks/pulumi/readiness';
import type { Request } from './requests';

async function main(): Promise<void> {
  const requests: readonly Request[] = JSON.parse(readFileSync(0, 'utf8'));
  const results: unknown[] = [];
  for (const request of requests) {
    try {
      results.push({ value: (await read(request)) ?? null });
    } catch (error) {
      results.push(error instanceof Error ? { error: error.name, message: error.message } : { error: String(error) });
    }
  }
  process.stdout.write(JSON.stringify(results));
}

function read(request: Request): Promise<unknown> {
  const reader = clusterReader(request.source);
  switch (request.verb) {
    case 'get':
      return reader.get(request.reference);
    case 'list':
      return reader.list(request.query);
    case 'events':
      return reader.events(request.namespace);
  }
}

void main();
