import { InitiateAuthCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { createRateLimit } from '../../src/aws/rate-limit.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, TestClock } from '../support/test-app.ts';

const limiter = (clock: TestClock) =>
  createRateLimit(clock, { enabled: true, factor: 1, overrides: { UserPoolRead: 3 } });

const frozen = () => {
  const clock = new TestClock();
  const start = clock.now();
  let ahead = 0;
  clock.now = () => start + ahead;
  clock.advance = (ms) => {
    ahead += ms;
  };
  return clock;
};

test('a bucket gives a second of calls at once, refills with time, and is one for each owner', () => {
  const clock = frozen();
  const take = limiter(clock);
  for (let i = 0; i < 3; i += 1) take('DescribeUserPool', 'a');
  expect(() => take('ListUserPools', 'a')).toThrow(expect.objectContaining({ code: 'TooManyRequestsException' }));
  take('ListUserPools', 'b');
  take('GetUser', 'a');
  clock.advance(334);
  take('ListUserPools', 'a');
  expect(() => take('ListUserPools', 'a')).toThrow('Rate exceeded');
});

test('over the wire: off in dev, on in serve, refused before any password is tried', async () => {
  const app = await startTestApp({ flags: { 'rate-limits': true, 'rate-limit-overrides': 'UserAuthentication=2' } });
  try {
    const pool = await createPool(app);
    const { ClientId } = await createClient(app, pool.Id);
    const attempt = (ClientId: string) =>
      app.cognito
        .send(
          new InitiateAuthCommand({
            ClientId,
            AuthFlow: 'USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: 'nobody', PASSWORD: 'Wrong-pass-1' },
          }),
        )
        .catch((error: Error) => error.name);
    const names = await Promise.all(Array.from({ length: 10 }, () => attempt(ClientId)));
    expect(names.filter((name) => name === 'TooManyRequestsException').length).toBeGreaterThanOrEqual(6);
    await app.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const madeUp = await Promise.all(Array.from({ length: 10 }, (_, each) => attempt(`madeup${each}`)));
    expect(madeUp.filter((name) => name === 'TooManyRequestsException').length).toBeGreaterThanOrEqual(6);
  } finally {
    await app.stop();
  }
});
