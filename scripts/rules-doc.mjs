// Writes docs/rules.md from the rules themselves; with --check it only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { RULES } = require('../dist/constructs/rules/index.js');

const PAGE = 'docs/rules.md';

const seenBy = (rule) =>
  [rule.checkGraph && 'the graph as described', rule.checkDocuments && 'finished documents']
    .filter(Boolean)
    .join(' and ');

const sections = RULES.map((rule) =>
  [
    `## ${rule.code}: ${rule.title}`,
    '',
    `*${rule.severity}, looks at ${seenBy(rule)}*`,
    '',
    rule.rationale,
    '',
    `**Fix:** ${rule.fix}.`,
    '',
    `**Source:** ${rule.source}`,
    '',
  ].join('\n'),
);
const page = [
  '# Rules',
  '',
  '<!-- Written by `npm run docs:rules`. Change the rules in constructs/rules instead. -->',
  '',
  'Every rule runs when a graph is synthesised; those that look at finished documents also run in `stator check`, over any manifests.',
  'An error refuses the graph, a warning is reported. Where you know better, say why: `graph.acknowledge(code, reason)` keeps the',
  'reason in the output as an annotation `acknowledged.stator.dev/<code>`, which also counts in manifests written by hand.',
  '',
  '| code | severity | what must hold |',
  '|---|---|---|',
  ...RULES.map((rule) => `| [${rule.code}](#${anchor(rule)}) | ${rule.severity} | ${rule.title} |`),
  '',
  ...sections,
].join('\n');

function anchor(rule) {
  return `${rule.code}: ${rule.title}`
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/ /g, '-');
}

if (process.argv.includes('--check')) {
  if (readFileSync(PAGE, 'utf8') !== page) {
    console.error(`${PAGE} is not what the rules say: run npm run docs:rules`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(PAGE, page);
}
