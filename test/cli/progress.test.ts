import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../src/cli/format-duration.ts';
import { createProgressDisplay } from '../../src/cli/progress.ts';
import { captureStream } from './run-cli.ts';

function display(isTTY: boolean, quiet = false, secondsBefore = 0) {
  const clock = { seconds: 0 };
  const { stream, text } = captureStream(isTTY);
  const { onProgress, stop } = createProgressDisplay({ stream, quiet, now: () => 1000 * clock.seconds, secondsBefore });
  const at = (seconds: number, label: string, done: number) => {
    clock.seconds = seconds;
    onProgress({ label, done, total: 100 });
  };
  return { at, stop, text };
}

describe('progress', () => {
  it('writes a plain line for each new stage, and otherwise one every five seconds', () => {
    const { at, stop, text } = display(false);
    at(0, 'regimes 2005-01-03', 0);
    at(1, 'regimes 2006-01-03', 5);
    at(2, 'forecast 2005-01-03', 10);
    at(4.9, 'regimes 2007-01-03', 20);
    at(6.9, 'regimes 2008-01-02', 20);
    at(7, 'regimes 2009-01-02', 25);
    at(100, 'forecast 2009-01-02', 100);
    stop();
    expect(text()).toBe(
      [
        '  0 %  regimes 2005-01-03',
        ' 10 %  forecast 2005-01-03',
        ' 25 %  regimes 2009-01-02, about 21 s left',
        '100 %  forecast 2009-01-02',
        '',
      ].join('\n'),
    );
  });

  it('draws a live line on a terminal and clears it at the end', () => {
    const { at, stop, text } = display(true);
    at(0, 'regimes 2005-01-03', 0);
    at(10, 'policies 2006-01-03', 10);
    stop();
    expect(text()).toContain('10 %, about 1 min 30 s left  policies 2006-01-03');
    expect(text()).toContain('\u001b[');
    expect(text().endsWith('\n')).toBe(false);
  });

  it('writes nothing of a call that is over before it is worth a line, and counts its pace from the start', () => {
    const { at, text } = display(false, false, 1);
    at(0, 'paths', 0);
    at(0.9, 'paths', 5);
    expect(text()).toBe('');
    at(10, 'paths', 10);
    expect(text()).toBe(' 10 %  paths, about 1 min 30 s left\n');
  });

  it('takes the time left from calls that know it, as one that goes on where another stopped', () => {
    const { stream, text } = captureStream();
    let seconds = 0;
    const { onProgress } = createProgressDisplay({ stream, quiet: false, now: () => 1000 * seconds });
    onProgress({ label: 'training', done: 90, total: 100, secondsLeft: 20 });
    seconds = 20;
    onProgress({ label: 'training', done: 92, total: 100, secondsLeft: 16 });
    expect(text()).toBe(' 90 %  training\n 92 %  training, about 16 s left\n');
  });

  it.each([true, false])('writes nothing when quiet (terminal: %s)', (isTTY) => {
    const { at, stop, text } = display(isTTY, true);
    at(0, 'regimes', 0);
    stop();
    expect(text()).toBe('');
  });
});

describe('formatDuration', () => {
  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 00 s'],
    [112, '1 min 52 s'],
    [3599.9, '1 h 00 min'],
    [7500, '2 h 05 min'],
  ])('%d s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
