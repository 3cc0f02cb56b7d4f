import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ci from '@aws-sdk/client-cognito-identity';
import * as idp from '@aws-sdk/client-cognito-identity-provider';
import * as ddb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import { at, BACKEND_KEYS, EXAMPLE, type Places } from './places.ts';

export const deploy = async (places: Places) => {
  const { ports, data } = places;
  const file = join(data, 'outputs.json');
  const old = await readFile(file, 'utf8').catch(() => undefined);
  const given = {
    endpoint: at(ports.poolhouse),
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  };
  const P = new idp.CognitoIdentityProvider(given);
  const I = new ci.CognitoIdentity(given);
  const M = new iam.IAM(given);
  if (old) {
    await api(places, JSON.parse(old));
    return JSON.parse(old);
  }
  const arn = (n: string) => `arn:aws:lambda:us-east-1:000000000000:function:${n}`;
  const { UserPool } = await P.createUserPool({
    PoolName: 'rydes',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    LambdaConfig: { PreSignUp: arn('wild-rydes-pre-sign-up'), CustomMessage: arn('wild-rydes-custom-message') },
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: false,
      },
    },
  });
  const userPoolId = UserPool!.Id!;
  const { UserPoolClient } = await P.createUserPoolClient({
    UserPoolId: userPoolId,
    ClientName: 'web',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const userPoolClientId = UserPoolClient!.ClientId!;
  const { IdentityPoolId: identityPoolId } = await I.createIdentityPool({
    IdentityPoolName: 'rydes',
    AllowUnauthenticatedIdentities: false,
    CognitoIdentityProviders: [
      { ProviderName: `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`, ClientId: userPoolClientId },
    ],
  });
  const role = await M.createRole({
    RoleName: `rider-${Date.now()}`,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'cognito-identity.amazonaws.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          },
        },
      ],
    }),
  });
  await M.putRolePolicy({
    RoleName: role.Role!.RoleName!,
    PolicyName: 'rider',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: 'arn:aws:execute-api:us-east-1:000000000000:rydes/prod/POST/iam/ride',
        },
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          Resource: 'arn:aws:s3:::wild-rydes-photos/private/${cognito-identity.amazonaws.com:sub}/*',
        },
        {
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::wild-rydes-photos',
          Condition: { StringLike: { 's3:prefix': 'private/${cognito-identity.amazonaws.com:sub}/*' } },
        },
      ],
    }),
  });
  await I.setIdentityPoolRoles({ IdentityPoolId: identityPoolId, Roles: { authenticated: role.Role!.Arn! } });
  await new s3.S3({
    endpoint: at(ports.s3),
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: BACKEND_KEYS,
  }).createBucket({ Bucket: 'wild-rydes-photos' });
  await new ddb.DynamoDB({ endpoint: at(ports.dynamodb), region: 'us-east-1', credentials: BACKEND_KEYS }).createTable({
    TableName: 'wild-rydes-rides',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'riderId', AttributeType: 'S' },
      { AttributeName: 'requestedAt', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'riderId', KeyType: 'HASH' },
      { AttributeName: 'requestedAt', KeyType: 'RANGE' },
    ],
  });
  const outputs = {
    region: 'us-east-1',
    userPoolId,
    userPoolClientId,
    identityPoolId,
    api: `${at(ports.gateway)}/prod`,
    bucket: 'wild-rydes-photos',
  };
  await writeFile(file, JSON.stringify(outputs));
  await api(places, outputs);
  return outputs;
};

import { parseDocument } from 'yaml';

const api = async (places: Places, o: any) => {
  const names: any = {
    'AWS::Region': 'us-east-1',
    'AWS::AccountId': '000000000000',
    Issuer: at(places.ports.poolhouse),
    AppOrigin: at(places.ports.web),
    Riders: o.userPoolId,
    WebApp: o.userPoolClientId,
    Rides: 'wild-rydes-rides',
    'Riders.Arn': `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${o.userPoolId}`,
    UnwelcomeDomains: 'throwaway.example',
    'RideFunction.Arn': 'arn:aws:lambda:us-east-1:000000000000:function:wild-rydes-request-ride',
    'RideAuthorizer.Arn': 'arn:aws:lambda:us-east-1:000000000000:function:wild-rydes-ride-authorizer',
  };
  const text = await readFile(join(EXAMPLE, 'template.yaml'), 'utf8');
  const tags: any = [
    { tag: '!Sub', resolve: (v: string) => v.replace(/\$\{([^!}]+)\}/g, (_: any, n: string) => names[n] ?? '?') },
    { tag: '!Ref', resolve: (v: string) => names[v] ?? '?' },
    { tag: '!GetAtt', resolve: (v: string) => names[v] ?? '?' },
    { tag: '!Join', collection: 'seq', resolve: (v: any) => 'throwaway.example' },
  ];
  const t = parseDocument(text, { customTags: tags }).toJS();
  await mkdir(join(places.data, 'apis'), { recursive: true });
  await writeFile(
    join(places.data, 'apis', 'rydes.json'),
    JSON.stringify(
      { ...t.Resources.Api.Properties.Body, 'x-poolhouse': undefined, servers: [{ url: '/prod' }] },
      null,
      1,
    ),
  );
  for (const r of Object.values<any>(t.Resources))
    if (r.Type === 'AWS::Lambda::Function') {
      const p = r.Properties;
      const f = join(places.data, 'functions', p.FunctionName);
      await mkdir(f, { recursive: true });
      if (p.Code.ZipFile) await writeFile(join(f, 'real.cjs'), p.Code.ZipFile);
      else await cp(join(EXAMPLE, 'functions'), f, { recursive: true });
      const env = {
        ...p.Environment?.Variables,
        AWS_ENDPOINT_URL_DYNAMODB: at(places.ports.dynamodb),
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_REGION: 'us-east-1',
      };
      await writeFile(
        join(f, 'index.mjs'),
        `Object.assign(process.env, ${JSON.stringify(env)}); export const handler = (await import('./${p.Code.ZipFile ? 'real.cjs' : p.Handler.replace('.handler', '.mjs')}')).handler;`,
      );
    }
};
