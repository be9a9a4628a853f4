import { join, resolve } from 'node:path';
import { requireStackName, stateLocation } from '../../../cli/deployment/state';

const HOME = resolve('.stator');

describe('where the state of deployments is', () => {
  it('is a folder beside the user, unless something else is said', () => {
    const beside = { settings: HOME, folder: join(HOME, 'state') };
    expect(stateLocation(undefined, {})).toMatchObject(beside);
    // What a script with an empty variable says.
    expect(stateLocation('', { PULUMI_BACKEND_URL: '' })).toMatchObject(beside);
    expect(stateLocation('site', { PULUMI_BACKEND_URL: 's3://bucket' })).toMatchObject({ settings: resolve('site') });
    expect(stateLocation(undefined, { PULUMI_BACKEND_URL: 's3://bucket' })).toEqual({
      url: 's3://bucket',
      settings: HOME,
      folder: undefined,
    });
  });

  it('may have spaces and percent signs in its path', () => {
    expect(stateLocation('/a b/50%', {}).url).toBe('file:///a%20b/50%25/state');
  });

  it('starts from the folder of the user, where a file URL is relative', () => {
    expect(stateLocation('file://./here', {})).toMatchObject({ folder: resolve('here'), settings: HOME });
    expect(stateLocation('file:///a/b%20c', {})).toMatchObject({ folder: '/a/b c', url: 'file:///a/b%20c' });
    expect(stateLocation('file://~', {})).toMatchObject({ folder: undefined, url: 'file://~' });
  });

  it('is refused where Pulumi keeps none', () => {
    expect(() => stateLocation('foo://bar', {})).toThrow("Pulumi keeps no state at 'foo://'");
    expect(() => stateLocation('htps://bar', {})).toThrow(expect.objectContaining({ fix: "did you mean 'https://'?" }));
  });
});

describe('the name of a stack', () => {
  const local = stateLocation(undefined, {});
  const remote = stateLocation('s3://bucket', {});

  it.each(['prod', 'a.b-c_D1', 'x'.repeat(100)])('may be %s', (name) => {
    expect(() => requireStackName(name, local)).not.toThrow();
    expect(() => requireStackName(`org/site/${name}`, remote)).not.toThrow();
  });

  it.each(['', 'a b', '../../x', 'a/b', 'é', 'x'.repeat(101)])('may not be %j', (name) => {
    expect(() => requireStackName(name, local)).toThrow('is no name of a stack');
    expect(() => requireStackName(`a/b/c/${name}`, remote)).toThrow('is no name of a stack');
  });
});
