import { readManifests } from '../../constructs/manifests';

const HEAD = 'apiVersion: v1\nkind: X\nmetadata: {name: a}\n';

function codes(content: string | Uint8Array, limits = {}) {
  return readManifests({ name: 'f', content }, limits).findings.map(({ code, message }) => `${code} ${message}`);
}

describe('size', () => {
  test('is counted in bytes and named with its limit', () => {
    const content = `${HEAD}a: éé\n`;
    const size = new TextEncoder().encode(content).length;
    expect(codes(content, { maxBytes: size })).toEqual([]);
    expect(codes(content, { maxBytes: size - 1 })).toEqual([
      `YAML002 the file has ${size} bytes, at most ${size - 1} are read`,
    ]);
    expect(codes(new TextEncoder().encode(content), { maxBytes: size - 1 })).toHaveLength(1);
  });

  test('the default is 16 MiB', () => {
    expect(codes('#'.repeat(16 * 1024 * 1024 + 1))[0]).toMatch(/^YAML002 .* at most 16777216/);
  });
});

describe('nesting', () => {
  const flow = (depth: number) => `${HEAD}a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
  const block = (depth: number) =>
    `${HEAD}${Array.from({ length: depth + 1 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')}${' '.repeat(depth + 1)}b\n`;
  const compact = (depth: number) => `${HEAD}a:\n${'- '.repeat(depth)}b\n`;

  test.each([
    ['flow', flow],
    ['block', block],
    ['compact', compact],
  ])('%s collections: 199 levels below the document are read, more are not', (_, nested) => {
    expect(codes(nested(199))).toEqual([]);
    expect(codes(nested(200))[0]).toMatch(/^YAML006 .* more than 200 levels/);
  });

  test.each([
    ['flow', flow(300_000)],
    ['flow that is never closed', `${HEAD}a: ${'['.repeat(300_000)}`],
    ['flow mappings', `${HEAD}a: ${'{a: '.repeat(100_000)}`],
    ['block', block(3_000)],
    ['compact', compact(100_000)],
    ['JSON', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
  ])('thousands of levels in %s neither overflow the stack nor take long', (_, content) => {
    const start = performance.now();
    expect(codes(content)[0]).toMatch(/^YAML006/);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('levels behind aliases count too', () => {
    const chain = Array.from(
      { length: 300 },
      (_, level) => `a${level}: &a${level} [${level === 0 ? '' : `*a${level - 1}`}]\n`,
    );
    expect(codes(`${HEAD}${chain.join('')}`)[0]).toMatch(/^YAML006/);
  });
});

describe('aliases', () => {
  test('billion laughs are refused at once and in little memory', () => {
    const laughs = Array.from({ length: 30 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [lol]\n'
        : `a${level}: &a${level} [${Array(10)
            .fill(`*a${level - 1}`)
            .join(', ')}]\n`,
    );
    const start = performance.now();
    const before = process.memoryUsage().heapUsed;
    expect(codes(`${HEAD}${laughs.join('')}`)).toEqual([
      'YAML005 the aliases of the document stand for more than 100000 values',
    ]);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('as many as the limit allows are read', () => {
    const content = `${HEAD}a: &a [1, 2, 3]\nb: [*a, *a]\n`;
    expect(codes(content, { maxAliasedValues: 8 })).toEqual([]);
    expect(codes(content, { maxAliasedValues: 7 })).toHaveLength(1);
  });
});
