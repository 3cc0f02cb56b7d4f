/** Signed requests under policies, and roles taken on with the token of an identity pool. */
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
} from '@aws-sdk/client-cognito-identity';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../src/crypto/sha256.ts';
import { postForm, send } from './load.ts';
import type { Scenario } from './scenarios.ts';

const REGION = 'us-east-1';
const TARGET = 'AWSCognitoIdentityProviderService.GetCSVHeader';
/** A signature is good for a quarter of an hour; making one for each request would measure this process. */
const SIGNED_FOR_MS = 60_000;

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const credentialScenarios = async (endpoint: string, userPoolId: string): Promise<Scenario[]> => {
  const { roleArn, token, keys } = await setUp(endpoint, userPoolId);
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: 'bench',
    WebIdentityToken: token,
  }).toString();
  const signed = signedCall(endpoint, keys, JSON.stringify({ UserPoolId: userPoolId }));
  const unsigned = { UserPoolId: userPoolId };
  return [
    {
      name: 'GetCSVHeader, not checked',
      powers: 0,
      signatures: 0,
      one: () => send(endpoint, JSON.stringify(unsigned), UNCHECKED),
    },
    { name: 'GetCSVHeader, SigV4+policy', powers: 0, signatures: 0, one: signed },
    {
      name: 'AssumeRoleWithWebIdentity',
      powers: 0,
      signatures: 0,
      verifications: 1,
      one: () => postForm(endpoint, form),
    },
  ];
};

/** The operator's in `dev`, whatever the signature. */
const UNCHECKED = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': TARGET,
  authorization: `AWS4-HMAC-SHA256 Credential=bench/20260101/${REGION}/cognito-idp/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
  'x-amz-date': '20260101T000000Z',
};

/** A guest's token, and a role with three policies, one of which counts for the user pool. */
const setUp = async (endpoint: string, userPoolId: string) => {
  const operator = { endpoint, region: REGION, credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } };
  const identity = new CognitoIdentityClient(operator);
  const name = `bench-${crypto.randomUUID()}`;
  const { IdentityPoolId = '' } = await identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: name,
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: true,
    }),
  );
  const { IdentityId = '' } = await identity.send(new GetIdCommand({ IdentityPoolId }));
  const { Token = '' } = await identity.send(new GetOpenIdTokenCommand({ IdentityId }));
  const roleArn = await makeRole(new IAMClient(operator), name, IdentityPoolId, userPoolId);
  const { Credentials } = await new STSClient(operator).send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: 'bench', WebIdentityToken: Token }),
  );
  const keys: Keys = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  return { roleArn, token: Token, keys };
};

const makeRole = async (iam: IAMClient, RoleName: string, identityPoolId: string, userPoolId: string) => {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
        },
      },
    ],
  };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const pool = `arn:aws:cognito-idp:*:*:userpool/${userPoolId}`;
  const policies = { s3: 'arn:aws:s3:::uploads/*', dynamodb: 'arn:aws:dynamodb:*:*:table/*', 'cognito-idp': pool };
  for (const [service, Resource] of Object.entries(policies)) {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: [`${service}:Get*`, `${service}:List*`], Resource },
        {
          Effect: 'Deny',
          Action: `${service}:*`,
          Resource: '*',
          Condition: { StringNotLike: { 'cognito-identity.amazonaws.com:sub': `${REGION}:*` } },
        },
      ],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: service, PolicyDocument }));
  }
  return Role?.Arn ?? '';
};

const signedCall = (endpoint: string, credentials: Keys, body: string): (() => Promise<void>) => {
  const { host, hostname, protocol } = new URL(endpoint);
  const signer = new SignatureV4({ credentials, region: REGION, service: 'cognito-idp', sha256: Sha256 });
  let signedAt = 0;
  let headers: Promise<Record<string, string>>;
  const sign = async (): Promise<Record<string, string>> => {
    const own = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': TARGET };
    const request = { method: 'POST', protocol, hostname, path: '/', query: {}, headers: own, body };
    return (await signer.sign(request)).headers;
  };
  return async () => {
    if (Date.now() - signedAt > SIGNED_FOR_MS) {
      signedAt = Date.now();
      headers = sign();
    }
    await send(endpoint, body, await headers);
  };
};
