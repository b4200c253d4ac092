import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SubnetType,
  Vpc,
  VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { LineageProps } from './props';

/** The network of the function, where it has one: a new one, or one that is there and leads to the endpoints of AWS. */
export function network(scope: Construct, props: LineageProps): IVpc | undefined {
  if (props.vpc === undefined) return undefined;
  if (props.vpc !== 'new') return Vpc.fromLookup(scope, 'Vpc', { vpcId: props.vpc });
  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(region) && props.defaultRegion !== region) {
    throw new Error(`defaultRegion: with vpc=new it has to be ${region}, the region of the stack, which its endpoints lead to`);
  }
  return alone(scope);
}

const RANGE = '10.83.0.0/24';

/** A network without a way out: AWS is reached over endpoints alone. */
function alone(scope: Construct): IVpc {
  const log = new LogGroup(scope, 'FlowLog', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(RANGE),
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Alone', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
    flowLogs: { All: { destination: FlowLogDestination.toCloudWatchLogs(log) } },
  });
  for (const [name, service] of Object.entries(SERVICES)) {
    const endpoint = vpc.addInterfaceEndpoint(name, {
      service,
      privateDnsEnabled: true,
      open: false,
      ...(service === SERVICES.S3 && { privateDnsOnlyForInboundResolverEndpoint: ALL_RESOLVERS }),
    });
    endpoint.connections.allowFrom(Peer.ipv4(RANGE), Port.HTTPS, 'The network itself');
  }
  return vpc;
}

/** Unless this is said of S3, AWS wants a gateway too, and refuses the endpoint; of others it may not be said. */
const { ALL_RESOLVERS } = VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint;

/**
 * What the program calls. S3 by an interface rather than a gateway, because a gateway does not lead to S3 Control, which
 * tells the account's block of public access. The log needs none: Lambda writes it from outside of the network.
 */
const SERVICES = {
  SageMaker: InterfaceVpcEndpointAwsService.SAGEMAKER_API,
  S3: InterfaceVpcEndpointAwsService.S3,
  Sts: InterfaceVpcEndpointAwsService.STS,
};
