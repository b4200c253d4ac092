import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseType,
  RestApi,
  type CorsOptions,
  type IResource,
  type MethodOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { LineageProps } from './props';

const STAGE = 'prod';

/** The REST API before the function. */
export class LineageApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: LineageProps, handler: IFunction) {
    super(scope, id);
    this.api = restApi(this, props);
    routes(this.api, handler, props);
    problems(this.api, props);
    if (props.auth === 'apiKey') usagePlan(this, this.api, props);
    acknowledge(this.api, props);
  }
}

function restApi(scope: Construct, props: LineageProps): RestApi {
  const log = new LogGroup(scope, 'AccessLog', {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const api = new RestApi(scope, 'Rest', {
    restApiName: 'sagemaker-lineage',
    description: 'Lineage of Amazon SageMaker pipelines',
    endpointTypes: [EndpointType.REGIONAL],
    cloudWatchRole: props.cloudWatchRole,
    cloudWatchRoleRemovalPolicy: props.cloudWatchRole ? RemovalPolicy.RETAIN : undefined,
    defaultCorsPreflightOptions: preflight(props),
    deployOptions: {
      stageName: STAGE,
      accessLogDestination: new LogGroupLogDestination(log),
      // Who asked what, when, and how it ended; no query, which may hold what nobody should have put there.
      accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      metricsEnabled: true,
      tracingEnabled: props.tracing,
      throttlingRateLimit: props.throttle.rate,
      throttlingBurstLimit: props.throttle.burst,
    },
  });
  // The stack has an output for it, by a name that stays.
  api.node.tryRemoveChild('Endpoint');
  return api;
}

/** Preflights carry no credentials and are answered by API Gateway; other answers get their headers from the function. */
function preflight(props: LineageProps): CorsOptions | undefined {
  if (props.allowedOrigins.length === 0) return undefined;
  return {
    allowOrigins: [...props.allowedOrigins],
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['authorization', 'content-type', 'if-none-match', 'x-amz-date', 'x-amz-security-token',
      'x-api-key', 'x-request-id'],
    allowCredentials: false,
  };
}

/** All paths lead to the function; those whose requests can be told to be wrong are checked before it is woken. */
function routes(api: RestApi, handler: IFunction, props: LineageProps): void {
  const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
  const access: MethodOptions = {
    authorizationType: props.auth === 'iam' ? AuthorizationType.IAM : AuthorizationType.NONE,
    apiKeyRequired: props.auth === 'apiKey',
  };
  const any = (resource: IResource, options: MethodOptions = {}) => {
    resource.addMethod('ANY', integration, { ...access, ...options });
  };
  const queries = api.addRequestValidator('Queries', { validateRequestParameters: true });
  const bodies = api.addRequestValidator('Bodies', { validateRequestBody: true });
  const script = api.addModel('Script', {
    contentType: 'application/json',
    schema: {
      schema: JsonSchemaVersion.DRAFT4,
      type: JsonSchemaType.OBJECT,
      required: ['sql'],
      properties: { sql: { type: JsonSchemaType.STRING, minLength: 1 } },
    },
  });
  const required = (name: string): MethodOptions => ({
    requestParameters: { [`method.request.querystring.${name}`]: true },
    requestValidator: queries,
  });
  any(api.root);
  if (props.auth === 'apiKey') page(api.root, integration);
  any(api.root.addProxy({ anyMethod: false }));
  const lineage = api.root.addResource('lineage');
  any(lineage, required('pipeline'));
  any(lineage.addResource('by-domain'), required('domain'));
  const sql = api.root.addResource('sql').addResource('lineage');
  any(sql, { requestModels: { 'application/json': script }, requestValidator: bodies });
}

/**
 * The page is there for everybody: it tells nothing of the account, and where else should somebody type a key? (A page
 * cannot sign requests, so with IAM there is none.)
 */
function page(root: IResource, integration: LambdaIntegration): void {
  for (const resource of [root, ...PAGE.map((name) => root.addResource(name))]) {
    resource.addMethod('GET', integration, { authorizationType: AuthorizationType.NONE, apiKeyRequired: false });
  }
}

/** The files that it is made of. */
const PAGE = ['page.js', 'page-sql.js', 'page.css', 'icon.svg'];

/** What API Gateway refuses itself has the shape of the function's own refusals, and may be read by the same pages. */
function problems(api: RestApi, props: LineageProps): void {
  const origin = props.allowedOrigins.length === 1 ? props.allowedOrigins[0] : '*';
  const cors: Record<string, string> = props.allowedOrigins.length > 0 ? { 'Access-Control-Allow-Origin': `'${origin}'` } : {};
  for (const [name, [type, status]] of Object.entries(REFUSALS)) {
    // An error's text has its quotes already.
    const body = JSON.stringify({
      type: 'about:blank',
      title: name,
      status,
      detail: 'DETAIL',
      instance: '$context.path',
      message: 'DETAIL',
      requestId: '$context.requestId',
    }).replaceAll('"DETAIL"', '$context.error.messageString');
    api.addGatewayResponse(name.replaceAll(' ', ''), {
      type,
      statusCode: status === undefined ? undefined : String(status),
      responseHeaders: { ...cors, ...(status === 429 ? { 'Retry-After': "'1'" } : {}), 'Content-Type': "'application/problem+json'", 'Cache-Control': "'no-store'" },
      templates: { 'application/json': body },
    });
  }
}

/** By title; those without a status have that of the case. Who shows no credentials gets a 401, as from the function. */
const REFUSALS: Record<string, [ResponseType, number?]> = {
  'Bad Parameters': [ResponseType.BAD_REQUEST_PARAMETERS, 400],
  'Bad Body': [ResponseType.BAD_REQUEST_BODY, 400],
  'Missing Credentials': [ResponseType.MISSING_AUTHENTICATION_TOKEN, 401],
  'Invalid Key': [ResponseType.INVALID_API_KEY, 401],
  Forbidden: [ResponseType.ACCESS_DENIED, 403],
  'Expired Token': [ResponseType.EXPIRED_TOKEN, 403],
  'Invalid Signature': [ResponseType.INVALID_SIGNATURE, 403],
  Filtered: [ResponseType.WAF_FILTERED, 403],
  'Unsupported Media Type': [ResponseType.UNSUPPORTED_MEDIA_TYPE, 415],
  'Payload Too Large': [ResponseType.REQUEST_TOO_LARGE, 413],
  'Too Many Requests': [ResponseType.THROTTLED, 429],
  'Quota Exceeded': [ResponseType.QUOTA_EXCEEDED, 429],
  'Bad Gateway': [ResponseType.INTEGRATION_FAILURE, 502],
  'Gateway Timeout': [ResponseType.INTEGRATION_TIMEOUT, 504],
  Refused: [ResponseType.DEFAULT_4XX],
  Failed: [ResponseType.DEFAULT_5XX],
};

/** A key to begin with; more are made by hand, and added to the plan. */
function usagePlan(scope: Construct, api: RestApi, props: LineageProps): void {
  const key = api.addApiKey('Key', { description: 'Reads lineage' });
  const plan = api.addUsagePlan('Plan', {
    throttle: { rateLimit: props.throttle.rate, burstLimit: props.throttle.burst },
    apiStages: [{ api, stage: api.deploymentStage }],
  });
  plan.addApiKey(key);
  new CfnOutput(scope, 'KeyId', {
    description: 'Its value: aws apigateway get-api-key --include-value --api-key ID --query value',
    value: key.keyId,
  }).overrideLogicalId('LineageApiKeyId');
}

function acknowledge(api: RestApi, props: LineageProps): void {
  const who = {
    apiKey: 'Callers show an API key of the usage plan, which API Gateway checks and the function asks for once more.',
    iam: 'Callers sign their requests; they are principals of IAM and no users of a pool.',
    none: 'The deployment said auth=none: the API is open by decision.',
  }[props.auth];
  const acknowledged: [string, string][] = [
    ['AwsSolutions-APIG3', 'A firewall is the decision of an account: its web ACL can be associated with the stage.'],
    ['AwsSolutions-COG4', who],
    ['AwsSolutions-APIG4', `${who} Preflights carry no credentials.`],
    ['AwsSolutions-APIG2', 'Each path that has required parameters or a body is validated; the rest has neither.'],
    ['AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      'API Gateway accepts its own managed policy alone for the role by which an account logs.'],
  ];
  for (const [id, reason] of acknowledged) Validations.of(api).acknowledge({ id, reason });
}
