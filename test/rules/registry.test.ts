import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../constructs';

const sources = join(__dirname, '..', '..', 'constructs', 'rules');
const tests = readdirSync(__dirname)
  .filter((name) => name.endsWith('.test.ts') && name !== 'registry.test.ts')
  .map((name) => readFileSync(join(__dirname, name), 'utf8'))
  .join('\n');

describe('the rules', () => {
  test('each has a code of its own, in order', () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  test('every rule file is registered', () => {
    const written = readdirSync(sources)
      .map((name) => readFileSync(join(sources, name), 'utf8'))
      .flatMap((text) => /: Rule = \{\s+code: '(\w+)'/.exec(text)?.[1] ?? []);
    expect(written.sort()).toEqual(RULES.map(({ code }) => code));
  });

  test.each(RULES.map((rule) => [rule.code, rule] as const))(
    '%s says what, why, how and who, and has tests',
    (code, rule) => {
      expect(rule.title).toMatch(/^[^.]{10,}[^.]$/);
      expect(rule.rationale).toMatch(/^.{40,}\.$/s);
      expect(rule.fix).toMatch(/^[^.].{10,}[^.]$/);
      expect(rule.source).toMatch(/\S{6,}/);
      expect(rule.checkGraph ?? rule.checkDocuments).toBeDefined();
      expect(tests).toContain(code);
    },
  );
});
