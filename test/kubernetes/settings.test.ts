import { readSettings } from '../../stacks/kubernetes/settings';
import { PulumiMocks } from '../pulumi/mocks';

const LLAMA = 'llama-3-70b-h100-vllm';

async function settings(config: Readonly<Record<string, string>>) {
  await PulumiMocks.start({ config });
  return readSettings();
}

describe('the configuration of a stack', () => {
  it('needs no more than a blueprint', async () => {
    const read = await settings({ 'stator:blueprint': LLAMA, 'aws:region': 'us-east-1' });
    expect({ ...read, blueprint: read.blueprint.name, release: read.release.version }).toEqual({
      blueprint: LLAMA,
      parameters: {},
      release: '1.6',
      createNamespace: false,
      wait: true,
    });
  });

  it('may say everything', async () => {
    const read = await settings({
      'stator:blueprint': LLAMA,
      'stator:parameters': '{"inputTokens":4096,"router":"kv"}',
      'stator:release': '1.4',
      'stator:namespace': 'llm',
      'stator:createNamespace': 'true',
      'stator:wait': 'false',
      'stator:timeoutMinutes': '90',
    });
    expect(read).toMatchObject({
      parameters: { inputTokens: 4096, router: 'kv' },
      namespace: 'llm',
      createNamespace: true,
      wait: false,
      timeoutMinutes: 90,
    });
    expect(read.release.version).toBe('1.4');
  });

  it.each([
    ['no blueprint', {}, "'blueprint' must be the name of a blueprint, got ''; 'stator list' shows all"],
    ['an unknown blueprint', { blueprint: 'lama-3-70b-h100-vllm' }, `did you mean '${LLAMA}'?`],
    ['a setting with a typing error', { blueprnt: LLAMA }, "'blueprnt' must be a setting of the stack, got"],
    ['parameters with a typing error', { paramters: '{}' }, "did you mean 'parameters'?"],
    ['an unknown release', { release: '1.9' }, "'release' must be one of 1.2, 1.3, 1.4, 1.5, 1.6, got '1.9'"],
    ['a namespace that is none', { namespace: 'A_B' }, "'namespace' must be a DNS label"],
    [
      'a namespace to make without a name',
      { createNamespace: 'true' },
      "'createNamespace' must be given together with",
    ],
    ['a yes that is none', { wait: 'maybe' }, "'wait' must be 'true' or 'false'"],
    ['parameters that are no names with values', { parameters: '[1]' }, "'parameters' must be names with values"],
    ['parameters that are no JSON', { parameters: '{' }, 'pulumi config set --path stator:parameters.inputTokens'],
    ['an unknown parameter', { parameters: '{"inputToken":1}' }, "did you mean 'inputTokens'?"],
    ['a parameter of another type', { parameters: '{"inputTokens":"many"}' }, "'inputTokens' must be a whole number"],
  ])('is refused with %s', async (_, given, message) => {
    const config = Object.entries({
      ...('blueprint' in given || message.includes("got ''") ? {} : { blueprint: LLAMA }),
      ...given,
    });
    await expect(settings(Object.fromEntries(config.map(([key, value]) => [`stator:${key}`, value])))).rejects.toThrow(
      message,
    );
  });

  it('is refused with everything that is wrong, as an error without a stack trace', async () => {
    const all = settings({
      'stator:blueprint': 'none',
      'stator:release': '0',
      'stator:wait': 'x',
      'stator:parameters': '1',
    });
    await expect(all).rejects.toMatchObject({
      name: 'Error',
      __pulumiRunError: true,
      message: expect.stringMatching(/'wait'[\s\S]*'parameters'[\s\S]*'blueprint'[\s\S]*'release'/),
    });
  });
});
