import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { down, folderOf, status, up } from '../../scripts/control-plane';
import { Cluster } from './cluster';
import { describeWriting } from './suite';

const NAME = 'e2e-start';

/** Process numbers of an instance by program. */
function processes(): Readonly<Record<string, number>> {
  const { daemons } = JSON.parse(readFileSync(join(folderOf(NAME), 'state.json'), 'utf8'));
  return Object.fromEntries(daemons.map(({ name, pid }: { name: string; pid: number }) => [name, pid]));
}

function leftOver(): readonly string[] {
  const all = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(folderOf(NAME)));
}

describeWriting('a control plane', () => {
  afterAll(() => down(NAME));

  test('starts once, again after a kill, and leaves nothing', async () => {
    await down(NAME);
    const first = await up({ name: NAME });
    const before = processes();
    expect(await up({ name: NAME })).toEqual(first);
    expect(processes()).toEqual(before);

    process.kill(before['etcd'] ?? 0, 'SIGKILL');
    await Cluster.newest.eventually('the loss is seen', 10, async () =>
      status(NAME) === undefined ? true : undefined,
    );
    await up({ name: NAME });
    expect(status(NAME)?.version).toBe(first.version);
    expect(Object.values(processes()).some((pid) => Object.values(before).includes(pid))).toBe(false);

    await down(NAME);
    expect(status(NAME)).toBeUndefined();
    expect(existsSync(folderOf(NAME))).toBe(false);
    expect(leftOver()).toEqual([]);
  });
});
