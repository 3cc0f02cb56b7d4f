/** Every kind by its type, and the types that have none with the reason. docs/deploy.md is made from this. */
import { own } from '../template/node.ts';
import { apiGatewayKinds } from './api-gateway.ts';
import { cognitoKinds } from './cognito.ts';
import { customResource } from './custom.ts';
import { dynamodbKinds } from './dynamodb.ts';
import { iamKinds } from './iam.ts';
import { iamPolicyKinds } from './iam-policies.ts';
import { identityPoolKinds } from './identity-pool.ts';
import type { Kind } from './kind.ts';
import { lambdaKinds } from './lambda.ts';
import { s3Kinds } from './s3.ts';
import { userPool } from './user-pool.ts';

export const KINDS: ReadonlyMap<string, Kind> = new Map(
  [
    userPool,
    ...cognitoKinds,
    ...identityPoolKinds,
    ...iamKinds,
    ...iamPolicyKinds,
    ...lambdaKinds,
    ...dynamodbKinds,
    ...s3Kinds,
    ...apiGatewayKinds,
    customResource,
  ].map((kind) => [kind.type, kind]),
);

/** Types that mean nothing here and whose absence changes nothing; they are told of and passed over. */
export const PASSED_OVER: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'it counts the uses of the CDK at AWS',
  'AWS::CloudFormation::WaitCondition': 'nothing waits',
  'AWS::CloudFormation::WaitConditionHandle': 'nothing waits',
  'Custom::LogRetention': "functions write to the server's log",
  'Custom::S3AutoDeleteObjects': 'buckets that have objects are not deleted here',
  'AWS::Logs::LogGroup': "functions write to the server's log",
  'AWS::Logs::LogStream': "functions write to the server's log",
  'AWS::CloudWatch::Alarm': 'watch /metrics',
  'AWS::CloudWatch::Dashboard': 'watch /metrics',
};

const NOT_SERVED = 'the service does not have it yet (docs/operations.md)';

/** Types that people will try, with what to do instead. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': `threat protection: ${NOT_SERVED}`,
  'AWS::Cognito::LogDeliveryConfiguration': NOT_SERVED,
  'AWS::CloudFormation::Stack': 'nested stacks: deploy each template, and pass values by Outputs with Export',
  'AWS::CloudFormation::Macro': 'macros run at AWS alone',
  'AWS::IAM::InstanceProfile': 'there are no instances here',
  'AWS::IAM::ServerCertificate': NOT_SERVED,
  'AWS::IAM::ServiceLinkedRole': NOT_SERVED,
  'AWS::IAM::VirtualMFADevice': NOT_SERVED,
  'AWS::Lambda::EventSourceMapping': 'functions are called by triggers and by the gateway',
  'AWS::Lambda::LayerVersion': 'put the packages beside the code, or name their folder with --modules',
  'AWS::Lambda::Url': 'put the function behind the gateway',
  'AWS::ApiGateway::ApiKey': 'limit with rate and burst of the option gateway',
  'AWS::ApiGateway::UsagePlan': 'limit with rate and burst of the option gateway',
  'AWS::ApiGateway::UsagePlanKey': 'limit with rate and burst of the option gateway',
  'AWS::ApiGateway::VpcLink': 'name the upstream by its address',
  'AWS::ApiGateway::DomainName': 'give the API a host with the option gateway',
  'AWS::ApiGateway::BasePathMapping': 'give the API a host with the option gateway',
  'AWS::ApiGatewayV2::DomainName': 'give the API a host with the option gateway',
  'AWS::ApiGatewayV2::ApiMapping': 'give the API a host with the option gateway',
  'AWS::ApiGatewayV2::VpcLink': 'name the upstream by its address',
  'AWS::SNS::Topic': 'SMS goes to the webhook that sms-webhook-url names',
  'AWS::SES::EmailIdentity': 'e-mail goes to the server that smtp-url names',
  'AWS::KMS::Key': 'Poolhouse makes the keys of custom senders itself',
};

export const whyUnsupported = (type: string): string => {
  const why = own(UNSUPPORTED, type);
  return `the type ${type} is not supported${why === undefined ? '' : `: ${why}`}`;
};
