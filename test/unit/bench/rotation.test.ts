import { describe, expect, test } from 'vitest';
import { type Contender, FEWEST_ROUNDS, runRotation } from '../../bench/scan/rotation.js';

/** Contenders that take a given time by a clock of their own; `turns` lists who ran. */
function contest(durationsMs: Record<string, number>) {
  let now = 0;
  const turns: string[] = [];
  const contenders = Object.entries(durationsMs).map(
    ([name, ms]): Contender => ({
      roundsMs: [],
      async run() {
        turns.push(name);
        now += ms;
      },
      async enter() {
        now += 1000;
      },
    }),
  );
  return {
    turns,
    contenders,
    run: (rounds: number) =>
      runRotation(
        contenders,
        rounds,
        () => now,
        async () => {},
      ),
  };
}

describe('a rotation', () => {
  test('lets each run once a round, every other round backwards, after a warm-up', async () => {
    const { turns, contenders, run } = contest({ a: 1, b: 2 });
    await run(2);
    expect(turns.join('')).toBe('abbaab');
    expect(contenders.map(({ roundsMs }) => roundsMs)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test('lets a slow one go after its fewest rounds, and the others on', async () => {
    const { contenders, run } = contest({ slow: 5000, fast: 1 });
    await run(20);
    expect(contenders.map(({ roundsMs }) => roundsMs.length)).toEqual([FEWEST_ROUNDS, 20]);
  });
});
