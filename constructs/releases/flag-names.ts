import type { DynamoVersion } from './dynamo-version';
import type { Release } from './release';

/** Names of the flags that Stator writes and that differ between releases. */
interface FlagNames {
  /** `dynamo.trtllm`: publish KV events and metrics. */
  readonly kvEvents: readonly string[];
  /** `dynamo.frontend`: how much a cached prefix counts. */
  readonly routerOverlap: string;
  /** `dynamo.frontend`: route without KV events. */
  readonly approximateRouting: string;
}

const CREDIT = '--router-kv-overlap-score-credit';
const NO_EVENTS = '--no-router-kv-events';

/** Source: argument parsers of ai-dynamo 1.2.1, 1.3.1, 1.4.2, 1.5.1 and 1.6.1 on PyPI, read 2026-11. */
const FLAG_NAMES: Readonly<Record<DynamoVersion, FlagNames>> = {
  '1.2': { kvEvents: ['--publish-events-and-metrics'], routerOverlap: CREDIT, approximateRouting: NO_EVENTS },
  // The flag was renamed first, and still switched on both.
  '1.3': { kvEvents: ['--publish-kv-events'], routerOverlap: CREDIT, approximateRouting: NO_EVENTS },
  '1.4': { kvEvents: ['--publish-kv-events'], routerOverlap: CREDIT, approximateRouting: NO_EVENTS },
  '1.5': { kvEvents: ['--publish-kv-events'], routerOverlap: CREDIT, approximateRouting: NO_EVENTS },
  '1.6': {
    kvEvents: ['--publish-kv-events', '--publish-metrics'],
    routerOverlap: CREDIT,
    approximateRouting: NO_EVENTS,
  },
};

/** Flags that let a TensorRT-LLM worker publish KV events and metrics. */
export function kvEventFlags(release: Release): readonly string[] {
  return FLAG_NAMES[release.version].kvEvents;
}

/**
 * Flag of the KV router that says how much a cached prefix counts, 1 by default. Releases 1.2 and 1.3 accept 0 to 1, later ones any
 * number from 0.
 */
export function routerOverlapFlag(release: Release): string {
  return FLAG_NAMES[release.version].routerOverlap;
}

/** Flag that lets the KV router guess what workers hold from its own decisions, instead of following their KV events. */
export function approximateRoutingFlag(release: Release): string {
  return FLAG_NAMES[release.version].approximateRouting;
}
