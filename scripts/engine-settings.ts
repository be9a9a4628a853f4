// Writes importer/engine-settings.json: which settings of the engines are typed, and with which values. `stator import` has to know
// it when it runs, and TypeScript only when it compiles. Run with `npm run tables:engine-settings` after a change of their types.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { SettingSchema, SettingSchemas } from '../importer/setting-schema';

const ROOT = join(__dirname, '..');
export const SETTINGS_FILE = join(ROOT, 'importer', 'engine-settings.json');

/** The typed settings of every engine, as the compiler sees `EngineConfigs`. */
export function engineSettings(): Readonly<Record<string, SettingSchemas>> {
  const file = join(ROOT, 'constructs', 'engines', 'engine-configs.ts');
  const program = ts.createProgram([file], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const configs =
    module === undefined ? [] : checker.getExportsOfModule(module).filter(({ name }) => name === 'EngineConfigs');
  return Object.fromEntries(
    configs.flatMap((symbol) =>
      checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .map((engine) => [engine.name, propertiesOf(checker.getTypeOfSymbol(engine))]),
    ),
  );

  function propertiesOf(type: ts.Type): SettingSchemas {
    const entries = checker
      .getPropertiesOfType(type)
      .map((property) => [property.name, schemaOf(checker.getTypeOfSymbol(property))] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  function schemaOf(type: ts.Type): SettingSchema {
    const parts = (type.isUnion() ? type.types : [type]).filter((part) => (part.flags & ts.TypeFlags.Undefined) === 0);
    return { anyOf: merged(parts.map(partOf)) };
  }

  function partOf(type: ts.Type): SettingSchema {
    if (type.isStringLiteral() || type.isNumberLiteral()) {
      return { literal: type.value };
    }
    if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0) {
      return { literal: checker.typeToString(type) === 'true' };
    }
    for (const [flag, name] of [
      [ts.TypeFlags.String, 'string'],
      [ts.TypeFlags.Number, 'number'],
      [ts.TypeFlags.Boolean, 'boolean'],
      [ts.TypeFlags.Null, 'null'],
    ] as const) {
      if ((type.flags & flag) !== 0) {
        return { type: name };
      }
    }
    if (checker.isArrayType(type)) {
      return { items: schemaOf(checker.getTypeArguments(type as ts.TypeReference)[0] ?? type) };
    }
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return index === undefined ? { properties: propertiesOf(type) } : { type: 'object' };
  }
}

/** Each schema once, in an order that does not depend on the compiler. */
function merged(schemas: readonly SettingSchema[]): readonly SettingSchema[] {
  const texts = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, schema]) => schema);
}

if (require.main === module) {
  writeFileSync(SETTINGS_FILE, `${JSON.stringify(engineSettings())}\n`);
}
