import { Severity } from '../findings';
import type { Rule } from './rule';
import { setting, workersOf } from './workers';

/** Flags and variables that say under which name a model is served. Source: argument parsers of ai-dynamo 1.6.1. */
const FLAGS = ['--served-model-name', '--model-name'] as const;
const VARIABLES = ['DYN_TRTLLM_SERVED_MODEL_NAME', 'DYN_MODEL_NAME'] as const;

export const pathAsModelName: Rule = {
  code: 'DYN208',
  title: 'a model that is loaded from a folder has a name',
  severity: Severity.WARNING,
  rationale:
    'Without a served name a model is called by the path that it is loaded from. Clients have to send that path as the model, benchmarks and routes that ask for the name on the hub get 404, and a frontend that does not mount the folder finds no tokenizer for it.',
  fix: 'add --served-model-name with the name that clients ask for',
  source: 'ai-dynamo/dynamo#4748',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      const { modelPath } = worker.engine;
      if (modelPath?.startsWith('/') && setting(worker, FLAGS, VARIABLES) === undefined) {
        yield {
          path: worker.path,
          message: `'${worker.name}' loads '${modelPath}' and serves it under this path`,
        };
      }
    }
  },
};
