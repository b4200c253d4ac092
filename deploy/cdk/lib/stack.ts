import { CfnOutput, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LineageApi } from './api';
import { LineageFunction } from './function';
import { network } from './network';
import { check, type LineageProps } from './props';

/** Lineage as a service without servers: API Gateway, a function, and a bucket for versions of schemas. */
export class LineageApiStack extends Stack {
  constructor(scope: Construct, id: string, props: LineageProps, stack?: StackProps) {
    super(scope, id, { description: 'Lineage of Amazon SageMaker pipelines over HTTP', ...stack });
    check(props);
    const store = schemaStore(this);
    const handler = new LineageFunction(this, 'LineageApiFn', props, store, network(this, props)).handler;
    const { api } = new LineageApi(this, 'LineageApi', props, handler);
    new CfnOutput(this, 'LineageApiEndpoint', { description: 'Where it answers', value: api.url });
    new CfnOutput(this, 'LineageApiFunction', { description: 'The function', value: handler.functionName });
    new CfnOutput(this, 'LineageSchemaStore', { description: 'Versions of schemas', value: store.bucketName });
  }
}

/** Outlives the stack, as closed as it was: nobody can make its versions again. One that never came to be leaves nothing. */
function schemaStore(scope: Construct): Bucket {
  const bucket = new Bucket(scope, 'SchemaStore', {
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'The function alone reads and adds versions, and logs each save; trails of S3 data events are the account’s.',
  });
  return bucket;
}
