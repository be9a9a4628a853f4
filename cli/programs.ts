import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import type { Blueprint } from '../blueprints';
import * as bundled from '../blueprints';
import * as constructs from '../constructs';
import type { ProgramRun } from '../importer';
import { InputError } from './exit';

/** What commands do with blueprints, of one copy of the library: constructs of different copies do not know each other. */
interface Library {
  readonly instantiate: typeof bundled.instantiate;
  readonly describeParameters: typeof bundled.describeParameters;
  readonly synthesizeChart: typeof constructs.synthesizeChart;
  readonly appDocuments: typeof constructs.appDocuments;
  readonly Release: typeof constructs.Release;
}

/** A blueprint, of the catalog or of a user's program, with the library that its constructs come from. */
export interface Program {
  readonly blueprint: Blueprint;
  readonly library: Library;
  /** Calls what runs code of the program: errors are told with the line of the user's file. */
  run<T>(action: () => T): T;
}

const PROGRAM = /\.[cm]?[jt]s$/;
/** Modules that a program gets from here, wherever it stands. */
const SHARED = ['cdk8s', 'constructs', 'cdk8s-plus-28'] as const;
/** Parameters of blueprints are written with it. It lets no one see its folder. */
const TYPEBOX = '@sinclair/typebox';
const ENTRIES = {
  stator: 'constructs',
  'stator/blueprints': 'blueprints',
  'stator/check': 'constructs/check',
} as const;

/** Whether an argument names a program: `graph.ts`, or `graphs.ts#name` for one of its blueprints. */
export function isProgram(argument: string): boolean {
  return PROGRAM.test(argument.replace(/#[^#/]*$/, ''));
}

/**
 * The blueprint that an argument names: one of the catalog, or one that a program exports.
 *
 * @throws InputError for a program that cannot be run, or that exports no blueprint of the name
 */
export async function findProgram(argument: string): Promise<Program> {
  if (!isProgram(argument)) {
    return {
      blueprint: bundled.findBlueprint(argument),
      library: { ...bundled, ...constructs },
      run: (action) => action(),
    };
  }
  const [path = '', wanted] = argument.split('#');
  const file = resolve(path);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new InputError(
      `'${path}' cannot be read: there is no such file`,
      'name a TypeScript file that exports a blueprint',
    );
  }
  const root = packageRoot();
  process.setSourceMapsEnabled(true);
  const jiti = await loader(root);
  const exported: unknown = await jiti.import(file).catch((error: unknown) => {
    throw programError(path, file, error);
  });
  return {
    blueprint: chooseBlueprint(path, exported, wanted),
    library: libraryOf(root),
    run: (action) => {
      try {
        return action();
      } catch (error) {
        throw InputError.is(error) ? error : programError(path, file, error);
      }
    },
  };
}

/** Runs programs that are texts, such as those that `stator import` writes. */
export async function programRunner(): Promise<(source: string) => Promise<ProgramRun>> {
  const root = packageRoot();
  const jiti = await loader(root);
  const library = libraryOf(root);
  const filename = resolve('imported.ts');
  return async (source) => {
    const exported = await jiti.evalModule(source, { filename, async: true });
    const { app, graph } = library.instantiate(chooseBlueprint('the program', exported, undefined));
    return { documents: library.appDocuments(app), findings: graph.check().findings };
  };
}

/** The folder of this very package: what a program imports as `stator` is what the command line came with. */
function packageRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'dist', 'constructs'))) {
      return folder;
    }
  }
  throw new InputError(
    "programs need the whole package 'stator', of which only the command line is here",
    'npm install stator',
  );
}

/** The library that programs import. Commands are bundles, with a copy of it that knows nothing of a program's constructs. */
function libraryOf(root: string): Library {
  const load = createRequire(join(root, 'package.json'));
  return { ...load('./dist/constructs'), ...load('./dist/blueprints') };
}

async function loader(root: string): Promise<ReturnType<typeof import('jiti').createJiti>> {
  // Only programs need it: every other command starts without.
  const { createJiti } = await import('jiti');
  const near = createRequire(join(root, 'package.json'));
  const shared = SHARED.map((name) => [name, dirname(near.resolve(`${name}/package.json`))] as const);
  const own = Object.entries(ENTRIES).map(([name, entry]) => [name, near.resolve(`./dist/${entry}`)] as const);
  return createJiti(join(root, 'package.json'), {
    alias: Object.fromEntries([...shared, [TYPEBOX, near.resolve(TYPEBOX)], ...own]),
    fsCache: false,
    moduleCache: false,
    sourceMaps: true,
    interopDefault: false,
  });
}

function chooseBlueprint(path: string, exported: unknown, wanted: string | undefined): Blueprint {
  const found = new Map(
    Object.entries(typeof exported === 'object' && exported !== null ? exported : {}).filter(
      (entry): entry is [string, Blueprint] => isBlueprint(entry[1]),
    ),
  );
  const distinct = [...new Map([...found].map(([name, blueprint]) => [blueprint, name]))];
  const names = distinct.map(([blueprint]) => blueprint.name);
  if (distinct.length === 0) {
    throw new InputError(
      `'${path}' exports no blueprint`,
      "end it with 'export default defineBlueprint({ ... })', from 'stator/blueprints'",
    );
  }
  const [chosen, ...others] =
    wanted === undefined
      ? distinct
      : distinct.filter(([blueprint, name]) => blueprint.name === wanted || name === wanted);
  if (chosen === undefined) {
    throw new InputError(`'${path}' exports no blueprint '${wanted}'`, `it exports ${names.join(', ')}`);
  }
  if (others.length > 0) {
    throw new InputError(
      `'${path}' exports ${names.length} blueprints: ${names.join(', ')}`,
      `name one: ${basename(path)}#${names[0]}`,
    );
  }
  return chosen[0];
}

function isBlueprint(value: unknown): value is Blueprint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'parameters' in value &&
    typeof value.parameters === 'object' &&
    'build' in value &&
    typeof value.build === 'function'
  );
}

/** What went wrong in a program, with the line of its file, and without ours. */
function programError(path: string, file: string, error: unknown): InputError {
  const message = error instanceof Error ? error.message : String(error);
  const syntax = /^ParseError: (?<what>[\s\S]*?)\s+(?<at>\S+:\d+:\d+)$/.exec(message.trim())?.groups;
  if (syntax !== undefined) {
    return new InputError(`${syntax['at']?.replace(file, path)}: ${syntax['what']?.trim()}`);
  }
  const frames = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const frame = frames.find((line) => line.includes(`${file}:`));
  const place = /:(\d+:\d+)\)?$/.exec(frame ?? '')?.[1];
  const missing = /^Cannot find module '([^']+)'/.exec(message)?.[1];
  const what = missing === undefined ? message : `there is no module '${missing}'`;
  return new InputError(
    what
      .split('\n')
      .map((line) => `${path}${place === undefined ? '' : `:${place}`}: ${line}`)
      .join('\n'),
  );
}
