import type { ComponentSpec, Probe, Volume, VolumeMount } from '../api';
import { quantity, runtimeVersion } from './component-parts';
import { toEnvVars } from './env-value';
import { PLANNER_CONFIG_FILE, type Planner } from './planner';
import { REPORT_PATH } from './planner-plan';
import { containerSecurity, podSecurity } from './pod-security';
import { planPool } from './pool-plan';

/**
 * The account that the operator makes in the namespace of every graph and binds to the planner's cluster role; its admission lets only
 * this one change replicas. Source: ai-dynamo/dynamo deploy/operator internal/consts, internal/webhook/validation, 2026-10.
 */
const ACCOUNT = 'planner-serviceaccount';
const CONFIG_VOLUME = 'planner-config';
const REPORT_VOLUME = 'planner-reports';
const PROFILE_VOLUME = 'planner-profile';
const SYSTEM_PORT = 9090;
/** The operator's own startup window of planners: 720 x 10 s. Source: ai-dynamo/dynamo operator component_planner.go. */
const OPERATOR_STARTUP_SECONDS = 7200;
/** After the last worker is ready: discovery, and sweeping the performance model. An estimate. */
const AFTER_WORKERS_SECONDS = 600;

/** The planner as a component. Translates only. */
export function plannerSpec(planner: Planner): ComponentSpec {
  const { graph, image, props, prometheus } = planner;
  const amounts = { cpu: String(planner.cpu), memory: quantity(planner.memory.toKibibytes() * 1024) };
  const startup = startupProbe(planner);
  const env = toEnvVars(graph.planes?.env ?? {}, prometheus.env, graph.env, props.extraEnv ?? {});
  return {
    name: planner.node.id,
    type: 'planner',
    replicas: 1,
    ...runtimeVersion(image, graph.release),
    podTemplate: {
      spec: {
        serviceAccountName: ACCOUNT,
        securityContext: podSecurity(undefined),
        volumes: [{ name: CONFIG_VOLUME, configMap: { name: planner.configMapName } }, ...volumes(planner)],
        containers: [
          {
            name: 'main',
            image,
            command: ['python3', '-m', 'dynamo.planner'],
            args: ['--config', `${PLANNER_CONFIG_FILE.folder}/${PLANNER_CONFIG_FILE.name}`],
            ...(env.length === 0 ? {} : { env }),
            resources: { limits: amounts, requests: amounts },
            securityContext: containerSecurity(undefined),
            ...(startup === undefined ? {} : { startupProbe: startup }),
            volumeMounts: [
              { name: CONFIG_VOLUME, mountPath: PLANNER_CONFIG_FILE.folder, readOnly: true },
              ...mounts(planner),
            ],
          },
        ],
      },
    },
  };
}

function volumes({ graph, props, prometheus, scaling }: Planner): readonly Volume[] {
  const { reports } = props;
  const profile = props.slo === undefined ? undefined : scaling.sweep.volume;
  const claim = (claimName: string, readOnly: boolean) => ({ persistentVolumeClaim: { claimName, readOnly } });
  return [
    ...(graph.planes?.volumes ?? []),
    ...prometheus.volumes,
    ...(profile === undefined ? [] : [{ name: PROFILE_VOLUME, ...claim(profile.claim, true) }]),
    ...(reports === undefined
      ? []
      : [{ name: REPORT_VOLUME, ...(reports.claim === undefined ? { emptyDir: {} } : claim(reports.claim, false)) }]),
  ];
}

function mounts({ graph, props, prometheus, scaling }: Planner): readonly VolumeMount[] {
  const profile = props.slo === undefined ? undefined : scaling.sweep.volume;
  return [
    ...(graph.planes?.mounts ?? []),
    ...prometheus.mounts,
    ...(profile === undefined ? [] : [{ name: PROFILE_VOLUME, mountPath: profile.mountPath, readOnly: true }]),
    ...(props.reports === undefined ? [] : [{ name: REPORT_VOLUME, mountPath: REPORT_PATH }]),
  ];
}

/** The planner is up once its workers are: where they may take longer than the operator waits for it, it has to as well. */
function startupProbe({ pools }: Planner): Probe | undefined {
  const slowest = Math.max(0, ...pools.map((pool) => planPool(pool).startupSeconds));
  return slowest <= OPERATOR_STARTUP_SECONDS
    ? undefined
    : {
        httpGet: { path: '/live', port: SYSTEM_PORT },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: Math.ceil((slowest + AFTER_WORKERS_SECONDS) / 10),
      };
}
