import { PassThrough } from 'node:stream';
import { confirmed } from '../../../cli/deployment/confirm';

function ask(typed: string): Promise<boolean> {
  const input = new PassThrough();
  const screen = Object.assign(new PassThrough(), { isTTY: true });
  const answer = confirmed('deploy?', input, screen);
  input.write(typed);
  return answer;
}

describe('a question on the terminal', () => {
  it.each(['y\n', 'yes\n', ' Y \n'])('is answered with yes by %j', async (typed) => {
    expect(await ask(typed)).toBe(true);
  });

  it.each(['n\n', '\n', 'yep\n', 'later\n'])('is answered with no by %j', async (typed) => {
    expect(await ask(typed)).toBe(false);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is answered with no by %s', async (_, typed) => {
    expect(await ask(typed)).toBe(false);
  });
});
