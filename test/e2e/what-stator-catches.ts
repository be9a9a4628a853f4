import { RULES } from '../../constructs/check';
import type { BadDocument } from '../corpus';

/** The page `docs/what-stator-catches.md`. */
export function whatStatorCatches(
  documents: readonly BadDocument[],
  verdicts: ReadonlyMap<string, string | undefined>,
): string {
  const letThrough = documents.filter(({ id }) => verdicts.get(id) === undefined);
  const errors = documents.filter(({ severity }) => severity === 'error');
  return [
    '# What Stator catches',
    '',
    '<!-- Written by `npm run docs:catches` from the corpus in test/corpus and the verdicts of a real API server. -->',
    '',
    `Each of these ${documents.length} manifests has one thing wrong. Stator finds all of them: ${errors.length} are refused, the`,
    `others are warned about. The API server of Kubernetes (strict validation, CRDs of the latest release, no operator) lets`,
    `${letThrough.length} through: they would fail later, in the cluster. [The rules](rules.md) say why, and how to fix what is found.`,
    '',
    '| what is wrong | Stator says | API server alone | known from |',
    '|---|---|---|---|',
    ...documents.map(row(verdicts)),
    '',
    '`npm run test:e2e -- corpus` tries all of them again, and fails when this page is no longer true.',
    '',
  ].join('\n');
}

const row = (verdicts: ReadonlyMap<string, string | undefined>) => (document: BadDocument) => {
  const { id, title, finding, severity } = document;
  const rule = RULES.find(({ code }) => code === finding);
  const code = rule === undefined ? finding : `[${finding}](rules.md#${anchor(`${finding}: ${rule.title}`)})`;
  const api = verdicts.get(id) === undefined ? '**lets it through**' : 'refuses it';
  return `| ${cell(title)} | ${code}${severity === 'warning' ? ' (warning)' : ''} | ${api} | ${cell(origin(document))} |`;
};

/** Where the trap is known from. A check that Stator counts is known from where its rule has it. */
function origin({ trap, finding }: BadDocument): string {
  if ('issue' in trap) {
    const [repository = '', number = ''] = trap.issue.split('#');
    return `[${trap.issue}](https://github.com/${repository}/issues/${number})`;
  }
  return 'source' in trap ? trap.source : (RULES.find(({ code }) => code === finding)?.source ?? `check ${trap.check}`);
}

/** As GitHub makes anchors of headings. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
