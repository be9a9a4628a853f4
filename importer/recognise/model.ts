import { type AnyCheckpoint, Model, models, Precision } from '../../constructs';
import type { ObservedComponent } from '../../constructs/observed';
import { type Code, Snippet } from '../code';

/** The model of a graph, as a program names it. */
export interface RecognisedModel {
  readonly checkpoint: AnyCheckpoint;
  readonly code: Code;
  /** What was assumed, if anything was. */
  readonly comment: string | undefined;
}

interface Listed {
  readonly checkpoint: AnyCheckpoint;
  readonly code: Snippet;
}

/** Every checkpoint of the tables. */
const LISTED: readonly Listed[] = Object.entries(models).flatMap(([id, model]) =>
  model.checkpoints.map((checkpoint) => {
    const [precision] = Object.entries(Precision).find(([, value]) => value === checkpoint.precision) ?? [''];
    return {
      checkpoint,
      code: new Snippet(`models.${id}.at(Precision.${precision})`, ['models', 'Precision']),
    };
  }),
);

/** The model that workers load: one of the tables by its repository, by its name where they load a folder, else an unlisted one. */
export function recogniseModel(workers: readonly ObservedComponent[]): RecognisedModel {
  const facts = workers.flatMap(({ engine }) => (engine === undefined ? [] : [engine]));
  const path = facts.map(({ modelPath }) => modelPath).find((found) => found !== undefined);
  const served = facts.map(({ servedModelName }) => servedModelName).find((found) => found !== undefined);
  const listed = LISTED.find(({ checkpoint }) => checkpoint.repository === path);
  if (listed !== undefined) {
    return { ...listed, comment: undefined };
  }
  const guessed = path?.includes('--') || path?.startsWith('/') ? fromFolder(path, served) : undefined;
  if (guessed !== undefined) {
    return { ...guessed, comment: `Workers load ${path}, which is taken to be ${guessed.checkpoint}.` };
  }
  const repository = path ?? served ?? 'unknown/model';
  return {
    checkpoint: Model.unlisted({ repository }),
    code: new Snippet(`Model.unlisted({ repository: '${repository.replace(/[\\']/g, '\\$&')}' })`, ['Model']),
    comment:
      path === undefined
        ? 'No worker says which model it loads.'
        : `Stator has no facts about ${repository}: memory and parallel sizes are not checked.`,
  };
}

/** A folder of the hub's cache holds the name of the repository; another one may be named after the precision. */
function fromFolder(path: string, served: string | undefined): Listed | undefined {
  const cached = /models--([^/]+)/.exec(path)?.[1]?.replaceAll('--', '/');
  const byRepository = LISTED.find(({ checkpoint }) => checkpoint.repository === cached);
  if (byRepository !== undefined) {
    return byRepository;
  }
  const named = LISTED.filter(({ checkpoint }) =>
    [checkpoint.repository, checkpoint.servedName].includes(served ?? ''),
  );
  const lower = path.toLowerCase();
  return (
    named.find(({ checkpoint }) => precisionWords(checkpoint.precision).some((word) => lower.includes(word))) ??
    named[0]
  );
}

function precisionWords(precision: Precision | undefined): readonly string[] {
  return precision === undefined ? [] : precision.endsWith('fp4') ? [precision, 'fp4'] : [precision];
}
