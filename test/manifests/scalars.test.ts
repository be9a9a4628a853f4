import { readManifests } from '../../constructs/manifests';

function scalar(text: string): unknown {
  const content = `apiVersion: v1\nkind: X\nmetadata: {name: a}\nv: ${text}\n`;
  const { documents, findings } = readManifests({ name: 'f', content });
  expect(findings).toEqual([]);
  return documents[0]?.value['v'];
}

/* Each row was read by sigs.k8s.io/yaml v1.6.0 (go.yaml.in/yaml/v2 v2.4.3) with the same result. */
describe('scalars resolve as in go-yaml v2', () => {
  test.each(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE', '!!bool "y"'])(
    '%s is true',
    (text) => expect(scalar(text)).toBe(true),
  );

  test.each(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'])('%s is false', (text) =>
    expect(scalar(text)).toBe(false),
  );

  test.each(['', '~', 'null', 'Null', 'NULL', '!!null ""'])("'%s' is null", (text) => expect(scalar(text)).toBeNull());

  test.each([
    ['"y"', 'y'],
    ["'on'", 'on'],
    ['"~"', '~'],
    ['"012"', '012'],
    ['!!str yes', 'yes'],
    ['!!str 012', '012'],
    ['! yes', 'yes'],
    ['|\n  5', '5\n'],
  ])('%s is quoted or tagged, so text', (text, value) => expect(scalar(text)).toBe(value));

  test.each([
    ['012', 10],
    ['0o14', 12],
    ['0O14', 12],
    ['08', 8],
    ['-012', -10],
    ['0x1F', 31],
    ['0X1f', 31],
    ['0b11', 3],
    ['-0x1', -1],
    ['1_000', 1000],
    ['1__0', 10],
    ['0x_f', 15],
    ['0_7', 7],
    ['+5', 5],
    ['-0', 0],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['1.e3', 1000],
    ['.5', 0.5],
    ['.1_0', 0.1],
    ['+.5', 0.5],
    ['1.10', 1.1],
    ['12e03', 12000],
    ['1_0.5', 10.5],
    ['9223372036854775807', 2 ** 63],
    ['18446744073709551615', 2 ** 64],
    ['1e21', 1e21],
    ['!!int "5"', 5],
    ['!!float 5', 5],
  ])('%s is the number %d', (text, value) => expect(scalar(text)).toBe(value));

  test.each([
    '22:22',
    '190:20:30',
    '2001-01-01',
    '2001-01-01T00:00:00Z',
    '1.2.3',
    '_1',
    'yEs',
    'tRue',
    'nULL',
    '0xG',
    '0b12',
    '0x1.8p3',
    '1e400',
    '.',
    '-.',
    '._1',
    '.1_',
    '1e',
    'e1',
    'inf',
    'NaN',
    '0x',
    '=',
    '<<',
    '--1',
    '1,000',
    '10Gi',
    '+18446744073709551616x',
  ])('%s is text', (text) => expect(scalar(text)).toBe(text));
});
