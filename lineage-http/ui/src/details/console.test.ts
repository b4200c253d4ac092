import { describe, expect, it } from 'vitest';
import { resourcePage, s3Page, studioPage } from './console';

const sagemaker = (rest: string, region = 'us-east-1', partition = 'aws') =>
  `arn:${partition}:sagemaker:${region}:111122223333:${rest}`;

describe('pages of the AWS console', () => {
  it.each([
    [
      sagemaker('training-job/a-1'),
      'https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#/jobs/a-1',
    ],
    [
      sagemaker('processing-job/a', 'cn-north-1', 'aws-cn'),
      'https://cn-north-1.console.amazonaws.cn/sagemaker/home?region=cn-north-1#/processing-jobs/a',
    ],
    [
      sagemaker('endpoint/a', 'us-gov-west-1', 'aws-us-gov'),
      'https://us-gov-west-1.console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1#/endpoints/a',
    ],
    [
      'arn:aws:lambda:us-east-1:111122223333:function:notify:live',
      'https://us-east-1.console.aws.amazon.com/lambda/home?region=us-east-1#/functions/notify',
    ],
    [
      sagemaker('model/a"><img src=x>'),
      'https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#/models/a%22%3E%3Cimg%20src%3Dx%3E',
    ],
  ])('%s', (arn, expected) => {
    expect(resourcePage(arn)).toBe(expected);
  });

  it.each([
    null,
    '',
    'training-job/a',
    'javascript:alert(1)',
    sagemaker('model-package/group/3'),
    sagemaker('pipeline/a/execution/b'),
    sagemaker('training-job/a/b'),
    sagemaker('training-job/a', 'evil.com/'),
    sagemaker('training-job/a', 'us-iso-east-1', 'aws-iso'),
    sagemaker('training-job/a', 'cn-north-1', 'aws'),
    'arn:aws:emr-serverless:us-east-1:111122223333:/applications/a/jobruns/b',
  ])('no page for %s', (arn) => {
    expect(resourcePage(arn)).toBeNull();
  });

  it('knows the page of a Studio domain', () => {
    const arn = sagemaker('pipeline/a/execution/b');
    expect(studioPage(arn, 'd-abc1')).toBe(
      'https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#/studio/d-abc1',
    );
    expect(studioPage(arn, null)).toBeNull();
    expect(studioPage(arn, 'd-a/../b')).toBeNull();
    expect(studioPage('nonsense', 'd-abc1')).toBeNull();
  });

  it.each([
    ['us-east-1', 'lake', '', 's3/buckets/lake?region=us-east-1'],
    ['us-east-1', 'lake', 'raw/a b', 's3/buckets/lake?region=us-east-1&prefix=raw%2Fa%20b%2F'],
    ['us-east-1', 'lake', 'raw/', 's3/buckets/lake?region=us-east-1&prefix=raw%2F'],
    ['us-east-1', 'lake', 'm/model.tar.gz', 's3/object/lake?region=us-east-1&prefix=m%2Fmodel.tar.gz'],
    ['us-east-1', 'lake', 'a&x=1', 's3/buckets/lake?region=us-east-1&prefix=a%26x%3D1%2F'],
  ])('%s %s %s', (region, bucket, key, expected) => {
    expect(s3Page(region, bucket, key)).toBe(`https://us-east-1.console.aws.amazon.com/${expected}`);
  });

  it('has no page of a bucket whose region or name is not known', () => {
    expect(s3Page('Unknown', 'lake', 'a')).toBeNull();
    expect(s3Page('us-east-1', '{Parameters.Bucket}', 'a')).toBeNull();
    expect(s3Page(undefined, 'lake', 'a')).toBeNull();
  });
});
