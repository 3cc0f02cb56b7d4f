/** A pool's functions have their say on the pages too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import type { Handler } from '../triggers/support/lambda.ts';
import { type Stage, startStage } from '../triggers/support/stage.ts';
import { arrive, codeAt, type HouseOptions, makeHouse } from './support/house.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const OLD = 'Old-horse-1';

const bringing: Handler = (event) => {
  if (event.request.password !== OLD) throw new Error('Bad password');
  const response = {
    userAttributes: { email: `${event.userName}@example.com`, email_verified: 'true' },
    finalUserStatus: 'CONFIRMED',
    messageAction: 'SUPPRESS',
  };
  return { ...event, response: { ...event.response, ...response } };
};

const answering =
  (response: object): Handler =>
  (event) => ({ ...event, response: { ...event.response, ...response } });

const choosing = (LambdaConfig: NonNullable<HouseOptions['pool']>['LambdaConfig'], hide: boolean): HouseOptions => ({
  pool: { LambdaConfig, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
  client: {
    ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    PreventUserExistenceErrors: hide ? 'ENABLED' : 'LEGACY',
  },
});

describe('UserMigration', () => {
  it('brings somebody along with name and password', async () => {
    const { app } = stage;
    const house = await makeHouse(app, { pool: { LambdaConfig: { UserMigration: stage.lambda.deploy(bringing) } } });
    const { browser, page } = await arrive(house);
    const wrong = await browser.submit(page, {
      having: 'password',
      values: { username: 'anna', password: 'New-horse-1' },
    });
    expect(wrong.text).toContain('Incorrect username or password.');
    codeAt(await browser.submit(wrong, { having: 'password', values: { username: 'anna', password: OLD } }));
  });

  it.each([true, false])('hears of the password where the name comes first (names hidden: %s)', async (hide) => {
    const UserMigration = stage.lambda.deploy(bringing);
    const house = await makeHouse(stage.app, choosing({ UserMigration }, hide));
    const { browser, page } = await arrive(house);
    const asked = await browser.submit(page, { having: 'username', values: { username: 'bert' } });
    const password = hide ? await browser.submit(asked, { having: 'answer', button: 'answer=PASSWORD' }) : asked;
    const wrong = await browser.submit(password, { having: 'password', values: { password: 'New-horse-1' } });
    expect(wrong.status).toBe(200);
    expect(wrong.forms.some(({ asks }) => asks.includes('password'))).toBe(true);
    codeAt(await browser.submit(wrong, { having: 'password', values: { password: OLD } }));
    await createConfirmedUser(stage.app, house.poolId, {
      username: 'here',
      attributes: { email: 'here@example.com', email_verified: 'true' },
    });
    const next = await arrive(house);
    const choice = await next.browser.submit(next.page, { having: 'username', values: { username: 'here' } });
    const own = await next.browser.submit(choice, { having: 'answer', button: 'answer=PASSWORD' });
    codeAt(await next.browser.submit(own, { having: 'password', values: { password: PASSWORD } }));
  });
});

describe('PreSignUp', () => {
  const signUp = async (handler: Handler) => {
    const house = await makeHouse(stage.app, { pool: { LambdaConfig: { PreSignUp: stage.lambda.deploy(handler) } } });
    const { browser, page } = await arrive(house, { at: '/signup' });
    const values = { username: 'carl', email: 'carl@example.com', password: PASSWORD };
    return browser.submit(page, { having: 'password', values });
  };

  it('confirms somebody, who is signed in at once', async () => {
    codeAt(await signUp(answering({ autoConfirmUser: true })));
  });

  it('says why not, in its own words and without markup', async () => {
    const refused = await signUp(() => {
      throw new Error('Only <b>friends</b>');
    });
    expect(refused.text).toContain('PreSignUp failed with error Only <b>friends</b>.');
    expect(refused.html).not.toContain('<b>friends');
  });
});

describe('PreAuthentication and PostAuthentication', () => {
  it('run once each, and may refuse', async () => {
    const before = stage.lambda.deploy(answering({}));
    const after = stage.lambda.deploy((event) => {
      if (event.userName === 'dora') throw new Error('Not today');
      return event;
    });
    const LambdaConfig = { PreAuthentication: before, PostAuthentication: after };
    const house = await makeHouse(stage.app, { pool: { LambdaConfig } });
    for (const username of ['dora', 'emma']) await createConfirmedUser(stage.app, house.poolId, { username });
    const { browser, page } = await arrive(house);
    const refused = await browser.submit(page, {
      having: 'password',
      values: { username: 'dora', password: PASSWORD },
    });
    expect(refused.text).toContain('PostAuthentication failed with error Not today.');
    expect(browser.cookie('cognito')).toBeUndefined();
    codeAt(await browser.submit(refused, { having: 'password', values: { username: 'emma', password: PASSWORD } }));
    expect(stage.lambda.events(before)).toHaveLength(2);
    expect(stage.lambda.events(after)).toHaveLength(2);
  });
});
