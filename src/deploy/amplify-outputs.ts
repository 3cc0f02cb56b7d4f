/** `amplify_outputs.json` (version 1.3) of a stack: what Amplify needs to sign people in. Source: Amplify documentation. */
import type { Tools } from './kinds/kind.ts';
import type { ResourceRecord, StackRecord } from './stack/record.ts';
import { type Fields, isFields, type Value } from './template/node.ts';

/** The first pool, client, identity pool, domain and bucket of the stack. */
export const amplifyOutputs = async ({ resources }: StackRecord, tools: Tools): Promise<object> => {
  const first = (type: string): ResourceRecord | undefined => resources.find((each) => each.type === type);
  const [pool, client] = [first('AWS::Cognito::UserPool'), first('AWS::Cognito::UserPoolClient')];
  const [identityPool, bucket] = [first('AWS::Cognito::IdentityPool'), first('AWS::S3::Bucket')];
  const { region } = tools;
  return {
    version: '1.3',
    ...((pool || identityPool) && {
      auth: {
        aws_region: region,
        ...(pool && { user_pool_id: pool.id, ...poolSettings(pool.properties) }),
        ...(client && { user_pool_client_id: client.id }),
        ...(identityPool && {
          identity_pool_id: identityPool.id,
          unauthenticated_identities_enabled: identityPool.properties['AllowUnauthenticatedIdentities'] === true,
        }),
      },
    }),
    ...(bucket && { storage: { aws_region: region, bucket_name: bucket.id } }),
  };
};

const poolSettings = (properties: Fields): object => {
  const policies = properties['Policies'];
  const policy = isFields(policies) && isFields(policies['PasswordPolicy']) ? policies['PasswordPolicy'] : undefined;
  const lower = (value: Value | undefined): string[] =>
    Array.isArray(value) ? value.map((each) => String(each).toLowerCase()) : [];
  return {
    username_attributes: lower(properties['UsernameAttributes']),
    user_verification_types: lower(properties['AutoVerifiedAttributes']),
    mfa_configuration: { OFF: 'NONE', OPTIONAL: 'OPTIONAL', ON: 'REQUIRED' }[
      String(properties['MfaConfiguration'] ?? 'OFF')
    ],
    ...(policy && {
      password_policy: {
        min_length: policy['MinimumLength'],
        require_lowercase: policy['RequireLowercase'],
        require_uppercase: policy['RequireUppercase'],
        require_numbers: policy['RequireNumbers'],
        require_symbols: policy['RequireSymbols'],
      },
    }),
  };
};
