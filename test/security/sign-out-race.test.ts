/** A sign-out, or a block, that comes while a sign-in waits for the pool's functions. */
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byPassword } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { type Stage, startStage, withTriggers } from '../triggers/support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());

const endings = {
  'a sign-out everywhere': (UserPoolId: string, Username: string) =>
    stage.app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username })),
  'a block that is lifted again': async (UserPoolId: string, Username: string) => {
    await stage.app.cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    await stage.app.cognito.send(new AdminEnableUserCommand({ UserPoolId, Username }));
  },
};

test.each(Object.entries(endings))('%s in the middle of a sign-in ends its tokens', async (_name, end) => {
  const { app, lambda } = stage;
  const PostAuthentication = lambda.deploy(async (event) => {
    await end(event.userPoolId, event.userName);
    return event;
  });
  const place = await withTriggers(stage, { PostAuthentication });
  const { username } = await createConfirmedUser(app, place.poolId);
  const { AuthenticationResult } = await byPassword(app, place, username, PASSWORD);
  const call = app.cognito.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }));
  await expect(call).rejects.toMatchObject({ message: 'Access Token has been revoked' });
});
