/**
 * The one custom resource that needs no function: the CDK's AwsCustomResource, a call of an AWS API for each of create,
 * update and delete. Calls of the service's own APIs are made here. Source: AWS CDK API reference, "AwsSdkCall".
 */
import { loadFacts, type ServiceName } from '../../aws/model/model.ts';
import { ApiError } from '../client/error.ts';
import { isFields, type Value } from '../template/node.ts';
import { any, type Kind, type Made, type Step, string, text, unlessGone } from './kind.ts';

const SERVICES: Readonly<Record<string, ServiceName>> = {
  cognitoidentityserviceprovider: 'cognito-idp',
  'cognito-identity-provider': 'cognito-idp',
  cognitoidentity: 'cognito-identity',
  'cognito-identity': 'cognito-identity',
  iam: 'iam',
  sts: 'sts',
};

const WHY = 'custom resources are not supported, but for calls of Cognito, IAM and STS (AwsCustomResource of the CDK)';

interface SdkCall {
  readonly service: ServiceName;
  readonly operation: string;
  readonly parameters: Value;
  readonly id: { readonly id?: string; readonly responsePath?: string };
  readonly ignored: RegExp | undefined;
}

/** Undefined where it is no call that can be made here. */
const callIn = (value: Value | undefined): SdkCall | undefined => {
  const given = parsed(value);
  if (!isFields(given)) return undefined;
  const service = SERVICES[string(given['service']).toLowerCase().replace('@aws-sdk/client-', '')];
  const action = string(given['action']).replace(/Command$/, '');
  const operation = `${action.slice(0, 1).toUpperCase()}${action.slice(1)}`;
  if (service === undefined || loadFacts(service).operations[operation] === undefined) return undefined;
  const codes = given['ignoreErrorCodesMatching'];
  return {
    service,
    operation,
    parameters: given['parameters'] ?? {},
    id: isFields(given['physicalResourceId']) ? (given['physicalResourceId'] as SdkCall['id']) : {},
    ignored: codes === undefined ? undefined : new RegExp(string(codes)),
  };
};

/** What is not known yet bears a control character, which JSON does not take. */
const parsed = (value: Value | undefined): unknown => {
  try {
    return typeof value === 'string' ? JSON.parse(value.replaceAll('\u0001', '')) : value;
  } catch {
    return undefined;
  }
};

/** `{ A: { B: 'c' } }` becomes `{ 'A.B': 'c' }`, as Fn::GetAtt asks for it. */
const flattened = (value: unknown, path: string, into: Record<string, Value>): Record<string, Value> => {
  if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) flattened(item, path === '' ? name : `${path}.${name}`, into);
  } else if (value !== undefined && value !== null) into[path] = value as Value;
  return into;
};

/** The CDK's mark for the physical id within parameters. */
const withId = (parameters: Value, id: string): object =>
  JSON.parse(JSON.stringify(parameters).replaceAll('PHYSICAL:RESOURCEID:', JSON.stringify(id).slice(1, -1))) as object;

const carriedOut = async ({ tools, logicalId }: Step, call: SdkCall, id: string): Promise<Made> => {
  let attributes: Record<string, Value> = {};
  try {
    attributes = flattened(await tools.call(call.service, call.operation, withId(call.parameters, id)), '', {});
  } catch (error) {
    if (!(error instanceof ApiError) || call.ignored?.test(error.code) !== true) throw error;
  }
  const { id: own, responsePath } = call.id;
  return { id: string(own ?? (responsePath && attributes[responsePath]) ?? (id || logicalId)), attributes };
};

export const customResource: Kind = {
  type: 'AWS::CloudFormation::CustomResource',
  properties: {
    ServiceToken: text({ required: true }),
    Create: any(),
    Update: any(),
    Delete: any(),
    InstallLatestAwsSdk: any({ ignored: 'the calls are made here' }),
    ServiceTimeout: any({ ignored: 'the calls are made here' }),
    '*': any({ unsupported: WHY }),
  },
  attributes: ['*'],
  secretAttributes: ['UserPoolClient.ClientSecret', 'AccessKey.SecretAccessKey'],
  check({ Create, Update, Delete }) {
    const calls = [Create, Update, Delete].filter((each) => each !== undefined);
    return calls.length > 0 && calls.every(callIn) ? [] : [WHY];
  },
  async create(step) {
    const call = callIn(step.properties['Create'] ?? step.properties['Update']);
    return call ? carriedOut(step, call, '') : { id: step.logicalId, attributes: {} };
  },
  async update(step) {
    const call = callIn(step.properties['Update']);
    return call && carriedOut(step, call, step.made.id);
  },
  async remove(step) {
    const call = callIn(step.properties['Delete']);
    if (call) await unlessGone(() => carriedOut(step, call, step.made.id));
  },
  async find({ logicalId, tools, properties }) {
    if (properties['Delete'] !== undefined) tools.note(`${logicalId}: its Delete call may have to be made by hand`);
    return undefined;
  },
};
