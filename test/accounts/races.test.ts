/** What parallel requests must not do, on both engines. */
import {
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { codeSentTo, confirm, createPlace, joined, signUp, wrongCode } from './support.ts';

const errorNames = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).name] : [])).sort();

const times = <Result>(count: number, make: (at: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, (_, at) => make(at)));

describe.each(['sqlite', 'postgres'] as const)('races on %s', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  }, 60_000);
  afterAll(() => app?.stop());

  it('of many sign-ups for one name exactly one wins', async () => {
    const place = await createPlace(app);
    const results = await times(8, (at) => signUp(place, at % 2 ? 'same' : 'SAME', { email: `n${at}@example.com` }));
    expect(errorNames(results)).toEqual(Array(7).fill('UsernameExistsException'));
    const { Users } = await app.cognito.send(new ListUsersCommand({ UserPoolId: place.poolId }));
    expect(Users).toHaveLength(1);
    expect(await app.mailbox({ userPoolId: place.poolId })).toHaveLength(1);
  });

  it('of many sign-ups with one address exactly one wins', async () => {
    const place = await createPlace(app, { UsernameAttributes: ['email'] });
    const results = await times(8, () => signUp(place, 'same@example.com'));
    expect(errorNames(results)).toEqual(Array(7).fill('UsernameExistsException'));
  });

  it('a right code given many times at once is spent once', async () => {
    const place = await createPlace(app);
    await joined(place, 'ada', 'ada@example.com');
    await app.cognito.send(new ForgotPasswordCommand({ ClientId: place.clientId, Username: 'ada' }));
    const code = await codeSentTo(place, 'ada@example.com');
    const results = await times(4, (at) =>
      app.cognito.send(
        new ConfirmForgotPasswordCommand({
          ClientId: place.clientId,
          Username: 'ada',
          ConfirmationCode: code,
          Password: `Battery-staple-${at}`,
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const name of errorNames(results)) {
      expect(['ExpiredCodeException', 'LimitExceededException']).toContain(name);
    }
  });

  it('parallel guesses have no more tries than serial ones', async () => {
    const place = await createPlace(app);
    await signUp(place, 'guess', { email: 'guess@example.com' });
    const code = await codeSentTo(place, 'guess@example.com');
    const results = await times(20, () => confirm(place, 'guess', wrongCode(code)));
    expect(errorNames(results)).toEqual([
      ...Array(5).fill('CodeMismatchException'),
      ...Array(15).fill('LimitExceededException'),
    ]);
  });

  it('of two users who verify one alias at once exactly one has it', async () => {
    const place = await createPlace(app, { AliasAttributes: ['email'] });
    await signUp(place, 'one', { email: 'shared@example.com' });
    const one = await codeSentTo(place, 'shared@example.com');
    await signUp(place, 'two', { email: 'SHARED@example.com' });
    const two = await codeSentTo(place, 'SHARED@example.com');
    const results = await Promise.allSettled([confirm(place, 'one', one), confirm(place, 'two', two)]);
    expect(errorNames(results)).toEqual(['AliasExistsException']);
  });
});
