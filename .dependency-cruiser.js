/**
 * The direction of imports: each room may only import from rooms that stand before it in this list (and from itself).
 * Type-only imports count too, except inside `constructs/graph`, whose constructs know each other by type.
 */
const ROOMS = [
  'constructs/findings',
  'constructs/hardware',
  'constructs/models',
  'constructs/releases',
  'constructs/description',
  'constructs/planner',
  'constructs/engines',
  'constructs/manifests',
  'constructs/pod-security',
  'constructs/admission',
  'constructs/observed',
  'constructs/operator',
  'constructs/comparison',
  'constructs/rules',
  'constructs/upgrade',
  'constructs/api',
  'constructs/graph',
  'constructs/platform',
  'constructs/index.ts',
  'constructs/check.ts',
  'blueprints',
  'importer',
  'stacks/cdk8s',
  'stacks/pulumi',
  'stacks/kubernetes',
  'stacks/eks',
  'stacks/policy',
  'cli',
];

const backwards = ROOMS.slice(0, -1).map((room, index) => ({
  name: `${room} only imports from rooms before it`,
  severity: 'error',
  from: { path: `^${room}(/|$)` },
  to: { path: ROOMS.slice(index + 1).map((later) => `^${later}(/|$)`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...backwards,
    {
      name: 'no import makes a circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'the library knows nothing of Pulumi',
      severity: 'error',
      from: { path: '^(constructs|blueprints|importer|stacks/cdk8s)/' },
      to: { path: '@pulumi/|@kubernetes/' },
    },
    {
      name: 'commands that deploy nothing know nothing of Pulumi',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/(deployment/|commands/(deploy|destroy))' },
      to: { path: '@pulumi/|@kubernetes/|^stacks/|^cli/deployment/' },
    },
    {
      name: 'services of AWS are imported one by one: the types of all of them take tsc ten seconds more',
      severity: 'error',
      from: {},
      to: { path: '@pulumi/aws/(index|types/index)\\.' },
    },
    { name: 'every import resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only declared packages are used',
      severity: 'error',
      from: { path: '^(constructs|blueprints|importer|stacks|cli)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
};
