import { CreateUserPoolDomainCommand, DeleteUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const discover = async (poolId: string): Promise<Record<string, unknown>> =>
  (await fetch(`${app.endpoint}/${poolId}/.well-known/openid-configuration`)).json() as Promise<
    Record<string, unknown>
  >;

test('a pool without a domain announces no endpoints', async () => {
  const { Id } = await createPool(app);
  const issuer = `${app.core.settings.issuerBase}/${Id}`;
  expect(await discover(Id)).toEqual({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['public'],
  });
});

test('with a domain it announces what is on, and every address answers', async () => {
  const { Id } = await createPool(app);
  const domain = { UserPoolId: Id, Domain: 'announced' };
  await app.cognito.send(new CreateUserPoolDomainCommand(domain));
  const document = await discover(Id);
  expect(document).toMatchObject({
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', 'implicit'],
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code', 'token'],
    request_uri_parameter_supported: false,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
  });
  const statuses: Record<string, number> = {};
  for (const [name, address] of Object.entries(document)) {
    if (!name.endsWith('_endpoint')) continue;
    statuses[name] = (await fetch(String(address), { redirect: 'manual' })).status;
  }
  expect(statuses).toEqual({
    authorization_endpoint: 302,
    end_session_endpoint: 302,
    revocation_endpoint: 405,
    token_endpoint: 405,
    userinfo_endpoint: 400,
  });
  await app.cognito.send(new DeleteUserPoolDomainCommand(domain));
  expect(Object.keys(await discover(Id)).filter((name) => name.endsWith('_endpoint'))).toEqual([]);
});
