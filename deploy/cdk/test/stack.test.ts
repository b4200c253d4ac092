import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { findings, template, variables } from './synth';

test('a function that runs the program, and no more of it at once than was reserved', () => {
  const made = template();
  made.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'provided.al2023',
    Handler: 'bootstrap',
    Architectures: ['arm64'],
    Timeout: 29,
    ReservedConcurrentExecutions: 10,
    TracingConfig: Match.absent(),
  });
  const told = variables(made);
  assert.equal(told.INCLUDE_LATEST_EXEC, 'true');
  assert.equal(told.AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH, 'true');
  assert.equal(told.DEFAULT_REGION, 'ap-northeast-2');
  assert.equal(told.GATEWAY_AUTH, 'apiKey');
  assert.equal(told.CORS_ALLOW_ORIGINS, '*');
  assert.equal(told.CACHE_TTL_SECONDS, '30');
  assert.equal(told.DATASET_BUCKETS, undefined);
  for (const output of ['LineageApiEndpoint', 'LineageApiKeyId', 'LineageSchemaStore']) {
    assert.equal(Object.keys(made.findOutputs(output)).length, 1, output);
  }
  assert.equal(Object.keys(made.findOutputs('*')).length, 4);
  assert.match(JSON.stringify(made.findOutputs('LineageApiEndpoint')), /execute-api/);
});

test('what the environment says wins', () => {
  const told = variables(template({
    environment: '{"INCLUDE_LATEST_EXEC":"false","GATEWAY_SCOPES":"schema:read"}', defaultRegion: 'eu-west-1', cache: '0',
  }));
  assert.deepEqual(
    [told.INCLUDE_LATEST_EXEC, told.GATEWAY_SCOPES, told.DEFAULT_REGION, told.CACHE_TTL_SECONDS],
    ['false', 'schema:read', 'eu-west-1', '0'],
  );
});

test('the stage prod is throttled and logged, and no log holds a query or a body', () => {
  template({ throttleRate: 5, throttleBurst: 7, tracing: true }).hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'prod',
    TracingEnabled: true,
    AccessLogSetting: { Format: Match.not(Match.stringLikeRegexp('querystring')) },
    MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7, DataTraceEnabled: false })],
  });
});

test('every method but preflights and the page asks who calls', () => {
  for (const [auth, expected] of [
    ['apiKey', { AuthorizationType: 'NONE', ApiKeyRequired: true }],
    ['iam', { AuthorizationType: 'AWS_IAM' }],
    ['none', { AuthorizationType: 'NONE' }],
  ] as const) {
    const made = template({ auth });
    const methods = Object.values(made.findResources('AWS::ApiGateway::Method')).map((method) => method.Properties);
    const asked = methods.filter((method) => method.HttpMethod === 'ANY');
    const page = methods.filter((method) => method.HttpMethod === 'GET');
    assert.equal(page.length, auth === 'apiKey' ? 5 : 0);
    for (const method of page) assert.equal(method.ApiKeyRequired, false);
    assert.equal(asked.length, 5);
    for (const method of asked) {
      assert.equal(method.AuthorizationType, expected.AuthorizationType);
      assert.equal(method.ApiKeyRequired ?? false, 'ApiKeyRequired' in expected);
    }
    // One for each resource, unless no page may call.
    assert.equal(methods.length - asked.length - page.length, auth === 'none' ? 0 : auth === 'apiKey' ? 10 : 6);
    made.resourceCountIs('AWS::ApiGateway::UsagePlanKey', auth === 'apiKey' ? 1 : 0);
  }
});

test('what cannot be answered does not wake the function', () => {
  const made = template();
  for (const name of ['pipeline', 'domain']) {
    made.hasResourceProperties('AWS::ApiGateway::Method', {
      RequestParameters: { [`method.request.querystring.${name}`]: true },
      RequestValidatorId: Match.anyValue(),
    });
  }
  made.hasResourceProperties('AWS::ApiGateway::Model', { Schema: Match.objectLike({ required: ['sql'] }) });
});

test('refusals of API Gateway are problems that pages may read', () => {
  for (const [origins, expected] of [['*', "'*'"], ['https://a.example', "'https://a.example'"]]) {
    template({ allowedOrigins: origins }).hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType: 'MISSING_AUTHENTICATION_TOKEN',
      StatusCode: '401',
      ResponseParameters: Match.objectLike({ 'gatewayresponse.header.Access-Control-Allow-Origin': expected }),
    });
  }
  const refusals = Object.values(template().findResources('AWS::ApiGateway::GatewayResponse'));
  for (const { Properties } of refusals) {
    const text: string = Properties.ResponseTemplates['application/json'];
    const problem = JSON.parse(text.replaceAll('$context.error.messageString', '"why"'));
    assert.deepEqual([problem.detail, problem.message, problem.status?.toString()], ['why', 'why', Properties.StatusCode]);
  }
  assert.ok(refusals.some(({ Properties }) => Properties.ResponseType === 'DEFAULT_5XX'));
});

test('the bucket of the schema store outlives the stack, closed and encrypted; a stack that fails at first leaves none', () => {
  const made = template();
  const stays = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
  made.hasResource('AWS::S3::Bucket', {
    ...stays,
    Properties: {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true,
      },
    },
  });
  made.hasResource('AWS::S3::BucketPolicy', {
    ...stays,
    Properties: {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({
        Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      })]) },
    },
  });
});

test('a network of its own has no way out but the endpoints of AWS', () => {
  const made = template({ vpc: 'new' });
  made.resourceCountIs('AWS::EC2::InternetGateway', 0);
  made.resourceCountIs('AWS::EC2::NatGateway', 0);
  const endpoints = Object.values(made.findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties);
  const told = endpoints.map(({ ServiceName, DnsOptions }) => {
    const [, service] = JSON.stringify(ServiceName).match(/\.(s3|sagemaker\.api|sts)"/) ?? [];
    return [service, DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint];
  });
  assert.deepEqual(told.sort(), [['s3', 'AllResolvers'], ['sagemaker.api', undefined], ['sts', undefined]]);
  assert.equal(variables(made).ALLOWED_REGIONS, 'ap-northeast-2');
  made.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.anyValue() });
  const alone = { vpc: 'new', defaultRegion: 'eu-west-1' };
  assert.equal(variables(template(alone, 'eu-west-1')).ALLOWED_REGIONS, 'eu-west-1');
  assert.throws(() => template(alone, 'eu-central-1'), /has to be eu-central-1, the region of the stack/);
});

test('what would be open to all, or means nothing, is refused', () => {
  for (const [context, expected] of [
    [{ auth: 'open' }, /auth: one of/],
    [{ auth: 'none', allowedOrigins: '*' }, /allowedOrigins: with auth=none/],
    [{ allowedOrigins: 'example.com' }, /is no origin/],
    [{ allowedOrigins: '*,https://a.example' }, /stands for all/],
    [{ pipelines: 'a/b' }, /is no name of a pipeline/],
    [{ pipelines: [] }, /a list of none/],
    [{ buckets: '' }, /a list of none/],
    [{ buckets: 'Lake' }, /is no name of a bucket/],
    [{ vpc: 'mine' }, /vpc:/],
    [{ cache: '-1' }, /cache: a whole number/],
    [{ defaultRegion: 'mars' }, /is no region/],
    [{ environment: '[]' }, /environment: an object/],
    [{ environment: '{"ALLOWED_REGIONS":"eu-west-1, us-east-1"}' }, /'ap-northeast-2' is not one of ALLOWED_REGIONS/],
    [{ environment: '{"DEFAULT_REGION":"eu-west-1"}', vpc: 'new' }, /'eu-west-1' is not one of ALLOWED_REGIONS/],
    [{ environment: '{GATEWAY_SCOPES:schema:read}' }, /environment: an object is needed, not {GATEWAY_SCOPES/],
  ] as const) {
    assert.throws(() => template(context), expected);
  }
});

test('no finding of cdk-nag that is not acknowledged with its reason', () => {
  for (const context of [
    {},
    { auth: 'iam', buckets: 'lake,models-*', pipelines: 'Churn,forecast-*', vpc: 'new', tracing: true },
    { auth: 'none', allowedOrigins: 'https://a.example,https://b.example', cloudWatchRole: false, buckets: '*' },
  ]) {
    assert.deepEqual(findings(context), []);
  }
});
