import { inChildren } from 'agop/experiments/in-children';
import * as rfm from 'agop/experiments/rfm';
import { engineInfo, setThreads } from 'agop/linalg/engine';
import type { Step } from 'agop/step';
import { describe, expect, it } from 'vitest';

const child = inChildren<typeof rfm>('rfm');
const step: Step = () => {};
const settings = { ...rfm.settings.lowRank.quick, sizes: [60], rounds: 1, test: 50 };

describe('experiments in child processes', () => {
  it('give to the bit the rows that one thread gives here, several at once', async () => {
    const { threads } = engineInfo();
    setThreads(1);
    const here = await Promise.all([0, 1, 2, 3].map((seed) => rfm.lowRank(settings, seed, step)));
    setThreads(Math.max(threads, 1));
    const there = await Promise.all([0, 1, 2, 3].map((seed) => child('lowRank')(settings, seed, step)));
    expect(there).toEqual(here);
  });

  it('are functions with the name of the experiment, which nb.run keys by', () => {
    expect(child('lowRank').name).toBe('lowRank');
    expect(child('lowRank').elsewhere).toBe(true);
  });

  it('fail here as they do there, and the next call finds another child', async () => {
    const wrong = { ...settings, ridge: -1 };
    await expect(child('lowRank')(wrong, 0, step)).rejects.toThrow(/ridge/);
    await expect(child('lowRank')(settings, 0, step)).resolves.toHaveLength(2);
  });

  it('end when a step throws, while others go on', async () => {
    const stopped: Step = (done) => {
      if (done > 0) throw new Error('stopped');
    };
    const long = { ...settings, sizes: Array<number>(200).fill(400) };
    const other = child('lowRank')(settings, 1, step);
    await expect(child('lowRank')(long, 0, stopped)).rejects.toThrow('stopped');
    expect(await other).toHaveLength(2);
  });
});
