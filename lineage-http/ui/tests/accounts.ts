import { HOME } from './servers';
import { Snapshot, type Step, type StepRun } from './snapshot';

/** A text that becomes an element, and runs a script, on a page that takes names for markup. */
export const HOSTILE = '<img src=x onerror=alert(1)>';
export const LONG = `${'AVeryLongNameOfAStep'.repeat(11)}End`;
export const KOREAN = '고객이탈예측_특성생성_단계';
export const RTL = 'خطوة‮abc‬';
/** In no pipeline of this account. */
export const EMPTY_REGION = 'eu-west-1';
export const DENIED_REGION = 'us-east-1';

interface Data {
  name: string;
  uri: unknown;
}

/** A processing step. */
export function processing(
  name: string,
  inputs: readonly Data[],
  outputs: readonly Data[],
  dependsOn: readonly string[] = [],
): Step {
  return {
    Name: name,
    Type: 'Processing',
    ...(dependsOn.length > 0 && { DependsOn: dependsOn }),
    Arguments: {
      ProcessingInputs: inputs.map((one) => ({ InputName: one.name, S3Input: { S3Uri: one.uri, LocalPath: '/in' } })),
      ProcessingOutputConfig: {
        Outputs: outputs.map((one) => ({ OutputName: one.name, S3Output: { S3Uri: one.uri, LocalPath: '/out' } })),
      },
    },
  };
}

/** What a step refers to another one's output by. */
export const output = (step: string, name: string) => ({
  Get: `Steps.${step}.ProcessingOutputConfig.Outputs['${name}'].S3Output.S3Uri`,
});

const prepare = processing(
  'Prepare',
  [{ name: 'raw', uri: 's3://kept/raw/' }],
  [{ name: 'clean', uri: 's3://kept/clean/' }],
);
const learn = processing(
  'Learn',
  [{ name: 'clean', uri: output('Prepare', 'clean') }],
  [{ name: 'model', uri: 's3://secret/model/' }],
);
const succeeded = (steps: readonly Step[]): StepRun[] => steps.map(({ Name }) => ({ name: Name, status: 'Succeeded' }));

/** A pipeline that goes wrong in each way that there is, and names that look like something else. */
export function troubledAccount(): string {
  const account = new Snapshot();
  const hostile = [
    processing(HOSTILE, [{ name: HOSTILE, uri: `s3://kept/${HOSTILE}/in` }], [{ name: 'out', uri: 's3://kept/out/' }]),
    processing(LONG, [{ name: 'in', uri: 's3://kept/out/' }], [{ name: 'out', uri: `s3://kept/${LONG}/${LONG}/` }]),
    processing(
      KOREAN,
      [{ name: '입력', uri: 's3://kept/고객/원본 데이터/' }],
      [{ name: 'out', uri: 's3://kept/ko/' }],
      [LONG],
    ),
    processing(RTL, [{ name: 'in', uri: 's3://kept/ko/' }], [{ name: 'out', uri: `s3://kept/${RTL}` }]),
  ];
  account.region(
    HOME,
    [
      { name: HOSTILE, steps: hostile },
      { name: 'Hostile', displayName: HOSTILE, description: HOSTILE, steps: hostile, runs: hostileRuns(hostile) },
      { name: 'DescribeDenied', steps: [prepare], isDenied: true },
      { name: 'StepsDenied', steps: [prepare, learn], runs: 'denied' },
      { name: 'RunsDenied', steps: [prepare, learn], runs: 'unlisted' },
      { name: 'NeverRun', steps: [prepare, learn] },
      { name: 'NoSteps', steps: [] },
      { name: 'Whole', domain: 'kept-studio', steps: [prepare, learn], runs: succeeded([prepare, learn]) },
    ],
    [{ id: 'd-kept', name: 'kept-studio' }],
  );
  account.region(EMPTY_REGION, []);
  account.answer('pipeline-lists', [DENIED_REGION], {
    error: { kind: 'accessDenied', resource: 'pipelines', message: 'access denied' },
  });
  account.answer('feature-group-lists', [DENIED_REGION], {
    error: { kind: 'accessDenied', resource: 'feature groups', message: 'access denied' },
  });
  account.bucket('kept');
  account.bucket('secret', true);
  return account.finish([HOME, EMPTY_REGION, DENIED_REGION]);
}

function hostileRuns(steps: readonly Step[]): StepRun[] {
  return steps.map(({ Name }, index) =>
    index === 0
      ? { name: Name, status: 'Failed', failureReason: `${HOSTILE} ${'because '.repeat(60)}` }
      : { name: Name, status: 'Succeeded' },
  );
}
