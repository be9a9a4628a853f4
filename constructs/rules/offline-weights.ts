import { Severity } from '../findings';
import { mappings, type ObservedComponent } from '../observed';
import type { Rule, Violation } from './rule';
import { isTrue, type Worker, workersOf } from './workers';

const SWITCHES = ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'] as const;
/** Where the client of the hub looks. Source: huggingface_hub, environment variables. */
const FOLDERS = ['HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE', 'HF_HOME'] as const;
/** Volumes that are empty, or hold no weights. */
const WITHOUT_WEIGHTS = ['emptyDir', 'configMap', 'secret', 'downwardAPI', 'projected'] as const;

export const offlineWeights: Rule = {
  code: 'DYN207',
  title: 'a worker that may not download finds its weights',
  severity: Severity.ERROR,
  rationale:
    'With HF_HUB_OFFLINE the engine looks for the model in its cache folder only. Where no volume is mounted there, it stops at start and says that the model cannot be found, although it exists on the hub.',
  fix: 'mount the claim with the weights and set HF_HOME to its folder (ModelCache in code does), or take the switch out',
  source: 'ai-dynamo/dynamo docs/kubernetes/model-caching.md',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      const offline = SWITCHES.flatMap((name) => worker.env.get(name) ?? []).find(({ value }) => isTrue(value));
      if (offline !== undefined && isOfHub(worker.engine.modelPath)) {
        yield* missingWeights(worker, offline.name, offline.path);
      }
    }
  },
};

function* missingWeights(worker: Worker, name: string, path: string): Generator<Violation> {
  const mounts = weightMounts(worker);
  const folder = FOLDERS.flatMap((variable) => worker.env.get(variable) ?? [])[0];
  if (mounts.length === 0) {
    yield {
      path,
      message: `'${worker.name}' may not download '${worker.engine.modelPath}' (${name}), and mounts nothing that could hold it`,
    };
  } else if (folder?.value !== undefined && !mounts.some((mount) => isWithin(folder.value ?? '', mount))) {
    yield {
      path: folder.path,
      message: `'${worker.name}' may not download '${worker.engine.modelPath}' (${name}) and looks for it in '${folder.value}' (${folder.name}), where nothing is mounted (only ${mounts.join(', ')})`,
      fix: `set ${folder.name} to the folder of the weights below ${mounts[0]}`,
    };
  }
}

/** `org/name`: anything else is a folder, or only known in the cluster. */
function isOfHub(model: string | undefined): boolean {
  return model !== undefined && /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(model);
}

function weightMounts({ pod, mounts, written }: ObservedComponent): readonly string[] {
  const empty = mappings(pod['volumes'])
    .filter((volume) => WITHOUT_WEIGHTS.some((kind) => volume[kind] !== undefined))
    .map(({ name }) => name);
  const found = mounts.filter(({ volume }) => !empty.includes(volume)).map(({ mountPath }) => mountPath);
  const compiled = mappings(written['volumeMounts']).filter(
    ({ useAsCompilationCache }) => useAsCompilationCache === true,
  );
  return found.filter((path) => !compiled.some(({ mountPoint }) => mountPoint === path));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`) || /\$[({A-Za-z_]/.test(path);
}
