import { output, processing } from './accounts';
import { HOME } from './servers';
import { Snapshot, type Step, type StepRun } from './snapshot';

/** Always the same numbers, so that figures can be compared. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Steps that read what a few of the steps some places before them wrote: `edges` references in all. */
export function largePipeline(count: number, edges: number): { steps: Step[]; runs: StepRun[] } {
  const below = random(7);
  const sources = Array.from({ length: count }, (_, step) => new Set(step === 0 ? [] : [Math.max(0, step - 25)]));
  let left = edges - (count - 1);
  for (let step = 2; left > 0; step = step + 1 < count ? step + 1 : 2) {
    const from = Math.max(0, step - 1 - below(60));
    const known = sources[step];
    if (!known || known.has(from)) continue;
    known.add(from);
    left -= 1;
  }
  const name = (step: number) => `Step-${String(step).padStart(4, '0')}`;
  const steps = sources.map((from, step) =>
    processing(
      name(step),
      [...from].map((one) => ({ name: `from${one}`, uri: output(name(one), 'out') })),
      [{ name: 'out', uri: `s3://kept/large/${name(step)}/` }],
    ),
  );
  const runs = steps.map(({ Name }, index) => ({ name: Name, status: index % 50 === 49 ? 'Failed' : 'Succeeded' }));
  return { steps, runs };
}

/** 1,000 steps with 2,000 edges between them, and 5,000 steps, which are 10,000 nodes of data and steps. */
export function largeAccount(): string {
  const account = new Snapshot();
  account.region(HOME, [
    { name: 'Steps1000', ...largePipeline(1_000, 2_000) },
    { name: 'Steps2500', ...largePipeline(2_500, 5_000) },
    { name: 'Steps5000', ...largePipeline(5_000, 10_000) },
  ]);
  account.bucket('kept');
  return account.finish([HOME]);
}
