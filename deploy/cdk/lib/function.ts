import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledged';
import { policies } from './policies';
import type { LineageProps } from './props';

/** The program, its role and its log. */
export class LineageFunction extends Construct {
  readonly handler: LambdaFunction;

  constructor(scope: Construct, id: string, props: LineageProps, store: IBucket, vpc: IVpc | undefined) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads pipelines, executions, buckets and datasets for their lineage',
      inlinePolicies: { ...policies(props, store), runtime: runtime(logGroup, props, vpc !== undefined) },
    });
    this.handler = new LambdaFunction(this, 'Handler', {
      description: 'Lineage of Amazon SageMaker pipelines',
      runtime: Runtime.PROVIDED_AL2023,
      architecture: Architecture.ARM_64,
      handler: 'bootstrap',
      code: Code.fromAsset(props.codePath),
      // A part of a CPU comes with memory; 1 GB answers in about half the time of 512 MB, for about the same money.
      memorySize: 1024,
      // As long as API Gateway waits.
      timeout: Duration.seconds(29),
      reservedConcurrentExecutions: props.reservedConcurrency || undefined,
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: environment(props, store, vpc !== undefined),
      role,
      logGroup,
      ...(vpc && { vpc, securityGroups: [ways(this, vpc)] }),
    });
    acknowledgeWildcards(role, props, store);
  }
}

/** What the function is told. */
function environment(props: LineageProps, store: IBucket, isAlone: boolean): Record<string, string> {
  const told: Record<string, string> = {
    // The program takes the stage off the path itself, by what the event says; the library below it adds none.
    AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH: 'true',
    // API Gateway has made sure which name was asked.
    ALLOWED_HOSTS: '*',
    // Without a way out, only the endpoints of its own region can be reached.
    ...(isAlone && { ALLOWED_REGIONS: props.defaultRegion }),
    CACHE_TTL_SECONDS: String(props.cache),
    COMPRESSION: 'false',
    CORS_ALLOW_ORIGINS: props.allowedOrigins.join(','),
    ...(props.buckets && { DATASET_BUCKETS: props.buckets.join(',') }),
    DEFAULT_REGION: props.defaultRegion,
    GATEWAY_AUTH: props.auth,
    INCLUDE_LATEST_EXEC: 'true',
    LOG_FORMAT: 'json',
    SCHEMA_STORE: `s3://${store.bucketName}/`,
    ...props.environment,
  };
  const { ALLOWED_REGIONS: allowed, DEFAULT_REGION: region = '' } = told;
  if (allowed !== undefined && !allowed.split(',').map((name) => name.trim()).includes(region)) {
    throw new Error(`defaultRegion: '${region}' is not one of ALLOWED_REGIONS, '${allowed}': the function would not start`);
  }
  return told;
}

/** What a function needs to run at all, whatever it does: AWS's managed policies allow it on every log of the account. */
function runtime(log: LogGroup, props: LineageProps, isInVpc: boolean): PolicyDocument {
  const statements = [
    new PolicyStatement({
      sid: 'WriteItsLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [log.logGroupArn],
    }),
  ];
  if (props.tracing) {
    const actions = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
    statements.push(new PolicyStatement({ sid: 'Trace', actions, resources: ['*'] }));
  }
  if (isInVpc) {
    const actions = ['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets']
      .map((action) => `ec2:${action}`);
    statements.push(new PolicyStatement({ sid: 'JoinItsNetwork', actions, resources: ['*'] }));
  }
  return new PolicyDocument({ statements });
}

/** To the endpoints of AWS, over TLS, and nowhere else. */
function ways(scope: Construct, vpc: IVpc): SecurityGroup {
  const group = new SecurityGroup(scope, 'Ways', {
    vpc,
    allowAllOutbound: false,
    description: 'From the function to the endpoints of AWS',
  });
  group.addEgressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.HTTPS, 'Endpoints of AWS');
  return group;
}
