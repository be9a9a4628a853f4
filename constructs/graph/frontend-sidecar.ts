import type { Container } from '../api';
import type { EngineKind } from '../description';
import { quantity } from './component-parts';
import { endpointPickerOf } from './endpoint-picker';
import { type Env, toEnvVars } from './env-value';
import { containerSecurity } from './pod-security';
import type { Pool } from './pool';

/** What the frontend beside a worker takes of its pod: nothing unless an endpoint picker chooses the workers. */
export function sidecarShare<K extends EngineKind>(
  pool: Pool<K>,
): { readonly cpu: number; readonly memoryBytes: number } {
  const picker = pool.role === 'encode' ? undefined : endpointPickerOf(pool.graph);
  return { cpu: picker?.sidecar.cpu ?? 0, memoryBytes: (picker?.sidecar.memory.toKibibytes() ?? 0) * 1024 };
}

/** The frontend that takes requests for one worker alone, where an endpoint picker chooses the workers. */
export function frontendSidecar<K extends EngineKind>(pool: Pool<K>, cacheEnv: Env): Container | undefined {
  const { graph } = pool;
  const share = sidecarShare(pool);
  const amounts = { cpu: String(share.cpu), memory: quantity(share.memoryBytes) };
  return share.cpu === 0
    ? undefined
    : {
        // As examples of Dynamo call it.
        name: 'sidecar-frontend',
        image: graph.image(),
        command: ['python3'],
        args: ['-m', 'dynamo.frontend', '--router-mode', 'direct'],
        env: toEnvVars(cacheEnv, graph.planes?.env ?? {}, graph.env),
        resources: { limits: amounts, requests: amounts },
        securityContext: containerSecurity(undefined),
      };
}
