import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { propsOf } from '../lib/props';
import { LineageApiStack } from '../lib/stack';

const app = new App();
// Where the AWS tools are signed in; nowhere yet, for a template of any account.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
new LineageApiStack(app, 'LineageApiStack', propsOf((name) => app.node.tryGetContext(name)), { env: { account, region } });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
