/** AWS::Cognito::UserPool. Source: AWS CloudFormation template reference. */
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import {
  isSince,
  type Kind,
  type Made,
  membersOf,
  omit,
  pagesOf,
  pick,
  type Step,
  string,
  strings,
  unlessGone,
} from './kind.ts';

const IDP = 'cognito-idp';
/** Properties that SetUserPoolMfaConfig takes. */
const MFA = [
  'EnabledMfas',
  'EmailAuthenticationMessage',
  'EmailAuthenticationSubject',
  'WebAuthnFactorConfiguration',
  'WebAuthnRelyingPartyID',
  'WebAuthnUserVerification',
];
/** Set when it is made, and never again. */
const FIXED = ['Schema', 'UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'];

const inputOf = (properties: Fields): Fields => {
  const { UserPoolName, ...rest } = omit(properties, ...MFA);
  const input = UserPoolName === undefined ? rest : { ...rest, PoolName: UserPoolName };
  return needsMfaCall(properties) ? omit(input, 'MfaConfiguration') : input;
};

const needsMfaCall = (properties: Fields): boolean => MFA.some((name) => properties[name] !== undefined);

const mfaConfig = (properties: Fields): object => {
  const enabled = strings(properties['EnabledMfas']);
  const { SmsAuthenticationMessage, SmsConfiguration, MfaConfiguration = 'OFF' } = properties;
  const webAuthn = {
    RelyingPartyId: properties['WebAuthnRelyingPartyID'],
    UserVerification: properties['WebAuthnUserVerification'],
    FactorConfiguration: properties['WebAuthnFactorConfiguration'],
  };
  return {
    MfaConfiguration,
    ...(enabled.includes('SMS_MFA') && { SmsMfaConfiguration: { SmsAuthenticationMessage, SmsConfiguration } }),
    SoftwareTokenMfaConfiguration: { Enabled: enabled.includes('SOFTWARE_TOKEN_MFA') },
    ...(enabled.includes('EMAIL_OTP') && {
      EmailMfaConfiguration: {
        Message: properties['EmailAuthenticationMessage'],
        Subject: properties['EmailAuthenticationSubject'],
      },
    }),
    ...(Object.values(webAuthn).some((value) => value !== undefined) && { WebAuthnConfiguration: webAuthn }),
  };
};

const attributesOf = async ({ tools }: Step, id: string, arn: string): Promise<Made> => ({
  id,
  attributes: {
    Arn: arn,
    UserPoolId: id,
    ProviderName: `cognito-idp.${tools.region}.amazonaws.com/${id}`,
    ProviderURL: await tools.issuerOf(id),
  },
});

const attributeName = (attribute: unknown): string => string(isFields(attribute) ? attribute['Name'] : undefined);

/** Attributes of the template that the pool has not yet. */
const addAttributes = async (step: Step & { readonly made: Made }): Promise<void> => {
  const wanted = (step.properties['Schema'] ?? []) as Value[];
  if (wanted.length === 0) return;
  const { UserPool } = (await step.tools.call(IDP, 'DescribeUserPool', { UserPoolId: step.made.id })) as {
    UserPool: { SchemaAttributes?: Fields[] };
  };
  const known = new Set(
    (UserPool.SchemaAttributes ?? []).map((each) => attributeName(each).replace(/^(dev:)?custom:/, '')),
  );
  const added = wanted.filter((each) => !known.has(attributeName(each)));
  if (added.length === 0) return;
  await step.tools.call(IDP, 'AddCustomAttributes', { UserPoolId: step.made.id, CustomAttributes: added });
};

export const userPool: Kind = {
  type: 'AWS::Cognito::UserPool',
  properties: {
    ...membersOf(IDP, 'CreateUserPool', { omit: ['PoolName', ...FIXED] }),
    UserPoolName: { ...membersOf(IDP, 'CreateUserPool')['PoolName'], required: false },
    ...membersOf(IDP, 'CreateUserPool', { only: ['Schema'] }),
    ...Object.fromEntries(
      Object.entries(membersOf(IDP, 'CreateUserPool', { only: FIXED.slice(1) })).map(([name, rule]) => [
        name,
        { ...rule, update: 'refused' as const },
      ]),
    ),
    EnabledMfas: { type: 'texts' },
    EmailAuthenticationMessage: { type: 'text' },
    EmailAuthenticationSubject: { type: 'text' },
    WebAuthnFactorConfiguration: { type: 'text' },
    WebAuthnRelyingPartyID: { type: 'text' },
    WebAuthnUserVerification: { type: 'text' },
  },
  attributes: ['Arn', 'ProviderName', 'ProviderURL', 'UserPoolId'],
  name: { property: 'UserPoolName', max: 128 },
  check: ({ EnabledMfas }) =>
    strings(EnabledMfas)
      .filter((name) => !['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'].includes(name))
      .map((name) => `EnabledMfas: ${name} is none of SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP`),
  async create(step) {
    const { UserPool } = (await step.tools.call(IDP, 'CreateUserPool', inputOf(step.properties))) as {
      UserPool: { Id: string; Arn: string };
    };
    return attributesOf(step, UserPool.Id, UserPool.Arn);
  },
  async settle({ tools, properties, made, before }) {
    if (!needsMfaCall(properties) && !(before && needsMfaCall(before))) return;
    await tools.call(IDP, 'SetUserPoolMfaConfig', { UserPoolId: made.id, ...mfaConfig(properties) });
  },
  async update(step) {
    const { tools, properties, made, before } = step;
    assertNoneGone(before['Schema'], properties['Schema']);
    const kept = needsMfaCall(properties) ? pick(before, 'MfaConfiguration') : {};
    const input = omit(inputOf(properties), ...FIXED);
    await tools.call(IDP, 'UpdateUserPool', { UserPoolId: made.id, ...kept, ...input });
    await addAttributes(step);
    return undefined;
  },
  async remove({ tools, made }) {
    await unlessGone(() => tools.call(IDP, 'DeleteUserPool', { UserPoolId: made.id }));
  },
  async find(step) {
    const { tools, properties, since } = step;
    const pools = pagesOf(async (NextToken) => {
      const page = await tools.call(IDP, 'ListUserPools', { MaxResults: 60, ...(NextToken && { NextToken }) });
      return { items: page['UserPools'], token: page['NextToken'] };
    });
    for await (const { Id, Name, CreationDate } of pools) {
      if (Name !== properties['UserPoolName'] || !isSince(CreationDate, since)) continue;
      return { id: string(Id), attributes: {} };
    }
    return undefined;
  },
};

/** Attributes can be added in place. What exists stays as it is, at Amazon Cognito and here. */
const assertNoneGone = (before: Value | undefined, after: Value | undefined): void => {
  const wanted = new Map(((after ?? []) as Fields[]).map((each) => [attributeName(each), JSON.stringify(each)]));
  for (const each of (before ?? []) as Fields[]) {
    const now = wanted.get(attributeName(each));
    if (now === undefined || now === JSON.stringify(each)) continue;
    throw new DeployFailed(`Existing schema attributes cannot be modified or deleted: ${attributeName(each)}`);
  }
};
