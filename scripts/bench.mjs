// Speed as ratios measured in one run: cold start of the command line against loading cdk8s alone, and synthesis of many graphs in
// one process. Prints one line per figure; the machine's own speed cancels out in the first.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUNS = 15;
const BLUEPRINT = 'deepseek-r1-gb200-trtllm';
const out = mkdtempSync(join(tmpdir(), 'stator-bench-'));

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function milliseconds(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${args.join(' ')} failed: ${stderr}`);
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function coldStart() {
  const synth = ['dist/cli/stator.js', 'synth', BLUEPRINT, '--out', out];
  const cdk8s = ['-e', "require('cdk8s')"];
  const pairs = [];
  for (let run = -1; run < RUNS; run++) {
    const pair = { synth: milliseconds(synth), cdk8s: milliseconds(cdk8s) };
    if (run >= 0) {
      pairs.push(pair);
    }
  }
  const ratio = median(pairs.map((pair) => pair.synth / pair.cdk8s));
  const [a, b] = [median(pairs.map((pair) => pair.synth)), median(pairs.map((pair) => pair.cdk8s))];
  console.log(
    `cold stator synth ${BLUEPRINT}: ${a.toFixed(0)} ms, require('cdk8s'): ${b.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
}

/** Each graph is an app of its own, checked and rendered: cdk8s itself validates a whole app once for each of its charts. */
function manyGraphs(count) {
  const script = `
    const { findBlueprint, instantiate } = require('./dist/blueprints');
    const blueprint = findBlueprint('${BLUEPRINT}');
    instantiate(blueprint).app.synthYaml();
    const start = process.hrtime.bigint();
    let bytes = 0;
    for (let index = 0; index < ${count}; index++) {
      bytes += instantiate(blueprint, { parameters: { name: 'g' + index, decodeBatch: 1 + (index % 512) } }).app.synthYaml().length;
    }
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    console.log(JSON.stringify({ ms, mib: process.resourceUsage().maxRSS / 1024, bytes }));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
  const { ms, mib } = JSON.parse(stdout);
  console.log(
    `${count} graphs: ${ms.toFixed(0)} ms, ${(ms / count).toFixed(2)} ms a graph, peak memory ${mib.toFixed(0)} MiB`,
  );
  return ms / count;
}

try {
  coldStart();
  const perGraph = [10, 100, 1000].map(manyGraphs);
  console.log(`a graph among 1000 against one among 100: ${(perGraph[2] / perGraph[1]).toFixed(2)}`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
