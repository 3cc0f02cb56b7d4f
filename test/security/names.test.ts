/** Names that would be read as another user's. */
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPlace, type Place, refuses, signUp } from '../accounts/support.ts';
import { createConfirmedUser } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await createPlace(app);
});
afterAll(() => app?.stop());

it("takes nobody's sub as a username, in whatever capitals", async () => {
  const { sub, username } = await createConfirmedUser(app, place.poolId);
  for (const name of [sub, sub.toUpperCase()]) {
    await refuses(signUp(place, name, { email: 'm@example.com' }), 'UsernameExistsException', 'User already exists');
  }
  const invite = app.cognito.send(new AdminCreateUserCommand({ UserPoolId: place.poolId, Username: sub }));
  await refuses(invite, 'UsernameExistsException', /./);
  const found = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username: sub }));
  expect(found.Username).toBe(username);
});

it("takes a UUID that is nobody's sub", async () => {
  const Username = crypto.randomUUID();
  await signUp(place, Username, { email: 'u@example.com' });
  await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: place.poolId, Username }));
  const gone = app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username }));
  await refuses(gone, 'UserNotFoundException', 'User does not exist.');
});

it.each(['\u0000', '\u001b', '\u0085'])('takes no e-mail address with control characters (%j)', async (control) => {
  for (const email of [`a${control}b@example.com`, `a@exa${control}mple.com`]) {
    const attempt = signUp(place, `user-${crypto.randomUUID()}`, { email });
    await refuses(attempt, 'InvalidParameterException', 'Invalid email address format.');
  }
});
