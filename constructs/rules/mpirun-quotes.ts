import { Severity } from '../findings';
import type { Rule } from './rule';
import { type Worker, workersOf } from './workers';

export const mpirunQuotes: Rule = {
  code: 'DYN110',
  title: 'the shell script of a multi-node TensorRT-LLM worker holds no single quote',
  severity: Severity.ERROR,
  rationale:
    "The operator starts such a worker through mpirun and puts its script between single quotes as it is (bash -c '...'). A single quote inside ends that string: the shell cuts the command line apart, and the leader does not start. A python command with its arguments as a list is quoted word by word and has no such trap.",
  fix: 'give command and args as a list of words (command: [python3, -m, dynamo.trtllm]), use double quotes, or move JSON into the engine configuration file',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_trtllm.go',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      if (worker.engine.kind !== 'trtllm' || !worker.multinode || startsPython(worker)) {
        continue;
      }
      const token = worker.writtenCommand.find((word) => word.includes("'"));
      if (token !== undefined) {
        yield {
          path: worker.path,
          message: `the script of '${worker.name}' holds a single quote (${excerpt(token)}), which ends the string that the operator puts it in`,
        };
      }
    }
  },
};

/** What the operator recognises as a command without a shell. */
function startsPython({ writtenCommand }: Worker): boolean {
  return /^(?:.*\/)?python[\d.]*$/.test(writtenCommand[0] ?? '');
}

/** The quote with a little of what stands around it. */
function excerpt(token: string): string {
  const start = Math.max(0, token.indexOf("'") - 20);
  const text = token.slice(start, start + 40).replaceAll(/\s+/g, ' ');
  return `${start > 0 ? '...' : ''}${text.trim()}${start + 40 < token.length ? '...' : ''}`;
}
