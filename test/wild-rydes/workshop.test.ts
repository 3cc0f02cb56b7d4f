/**
 * The workshop from its first module to its last, in a real browser, with nothing of AWS in it. With WILD_RYDES_PICTURES
 * set, the screenshots of examples/wild-rydes/README.md are taken anew.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKEND_KEYS, EXAMPLE, type Places } from '../../examples/wild-rydes/run/places.ts';
import { startWildRydes, type WildRydes } from '../../examples/wild-rydes/run/start.ts';
import { launchChromium } from '../support/chromium.ts';
import { ownPlaces } from './places.ts';
import {
  expectGoodLooks,
  fillJoin,
  joinAndEnter,
  newestLetter,
  openRider,
  PASSWORD,
  press,
  problem,
  type Rider,
  requestRide,
  signIn,
} from './rider.ts';

const ADA = { name: 'Ada Byron', email: 'ada@example.com', language: 'de' };
const BEN = { name: 'Ben Ortega', email: 'ben@example.com' };

let places: Places;
let rydes: WildRydes;
let browser: Browser;
let ada: Rider;

beforeAll(async () => {
  places = await ownPlaces();
  [rydes, browser] = await Promise.all([startWildRydes(places), launchChromium()]);
  ada = await openRider(browser, rydes);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await rydes?.stop();
  await rm(places.data, { recursive: true, force: true });
});

const picture = async (name: string, page = ada.page): Promise<void> => {
  if (!process.env['WILD_RYDES_PICTURES']) return;
  await page.setViewportSize({ width: 1200, height: 800 });
  const path = join(EXAMPLE, 'pictures', `${name}.jpg`);
  await page.screenshot({ path, type: 'jpeg', quality: 78 });
};

const config = async (): Promise<Record<string, string>> =>
  (await (await fetch(`${rydes.addresses.app}/config.json`)).json()) as Record<string, string>;

/** What the pool keeps of a rider, asked by an administrator. */
const inPool = async (Username: string): Promise<Record<string, string>> => {
  const { endpoint, region, userPoolId } = await config();
  const credentials = { accessKeyId: 'admin', secretAccessKey: 'admin' };
  const cognito = new CognitoIdentityProviderClient({ endpoint, region, credentials });
  const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username }));
  cognito.destroy();
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value ?? '']));
};

const ridesInTable = async (): Promise<number> => {
  const endpoint = `http://127.0.0.1:${places.ports.dynamodb}`;
  const tables = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: BACKEND_KEYS });
  const { Count = 0 } = await tables.send(new ScanCommand({ TableName: 'wild-rydes-rides' }));
  tables.destroy();
  return Count;
};

describe('Wild Rydes', () => {
  test('module 1: the app is served with what the template put out', async () => {
    expect(await config()).toMatchObject({
      userPoolId: expect.stringMatching(/^us-east-1_\w{9}$/),
      identityPoolId: expect.stringMatching(/^us-east-1:[0-9a-f-]{36}$/),
      api: expect.stringContaining(`:${places.ports.gateway}/`),
    });
    await ada.page.getByRole('heading', { name: 'Order a unicorn. It comes flying.' }).waitFor();
    await expectGoodLooks(ada.page);
    await picture('welcome');
  });

  test('module 2: the pre sign-up function turns some away', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Join the riders' }).click();
    await fillJoin(page, { ...ADA, promise: false });
    await press(page, 'Join');
    expect(await problem(page)).toBe('Please promise to be kind to the unicorns first.');
    await expectGoodLooks(page);
    await picture('join');
    await fillJoin(page, { ...ADA, email: 'ada@throwaway.example' });
    await press(page, 'Join');
    await page.getByText('Unicorns cannot write back to throwaway.example').waitFor();
  });

  test('module 2: a welcome in the rider’s language; a wrong code opens nothing', async () => {
    const { page } = ada;
    await fillJoin(page, ADA);
    await press(page, 'Join');
    await page.getByLabel('Code').waitFor();
    const letter = await newestLetter(rydes, ADA.email);
    expect(letter.subject).toBe('Willkommen bei Wild Rydes');
    expect(letter.body).toContain('Hallo Ada Byron');
    const mailbox = await ada.context.newPage();
    await mailbox.goto(`${rydes.addresses.mailbox}?${new URLSearchParams({ to: ADA.email })}`);
    await mailbox.getByText('Willkommen bei Wild Rydes').waitFor();
    await picture('letter', mailbox);
    await mailbox.close();
    const wrong = letter.code === '123456' ? '654321' : '123456';
    await page.getByLabel('Code').fill(wrong);
    await press(page, 'Open the stable door');
    expect(await problem(page)).toBe('Invalid verification code provided, please try again.');
    await expectGoodLooks(page);
    await press(page, 'Send another code');
    await page.getByText('A new code is on its way.').waitFor();
    const second = await newestLetter(rydes, ADA.email);
    expect(second.subject).toBe('Dein neuer Code für Wild Rydes');
    await page.getByLabel('Code').fill(second.code);
    await press(page, 'Open the stable door');
    await page.getByRole('heading', { name: 'You are in' }).waitFor();
  });

  test('module 2: signing in', async () => {
    const { page } = ada;
    await signIn(page, ADA.email, 'Wrong-horse-1');
    expect(await problem(page)).toBe('Incorrect username or password.');
    await expectGoodLooks(page);
    await signIn(page, ADA.email);
    await page.getByRole('heading', { name: 'Where to, Ada?' }).waitFor();
    await page.getByText('None yet. The table is waiting.').waitFor();
  });

  test('module 3: no ride without proof', async () => {
    expect(await requestRide(ada.page, 'Nothing')).toBe('401 Unauthorized');
    await picture('refused');
    expect(await ridesInTable()).toBe(0);
  });

  test.each([
    ['User pool', { door: 'user-pool', name: 'Ada Byron' }],
    [
      'IAM',
      { door: 'iam', arn: expect.stringMatching(/^arn:aws:sts::\d{12}:assumed-role\/.+\/CognitoIdentityCredentials$/) },
    ],
    ['Lambda', { door: 'lambda', name: 'Ada Byron' }],
  ])('module 3: a ride by the authorizer %s', async (door, told) => {
    const { page } = ada;
    const before = await ridesInTable();
    expect(await requestRide(page, door)).toBe('201 Quicksilver is 4 min from Lantern Square.');
    const terms = await page.locator('.outcome dt').allTextContents();
    const values = await page.locator('.outcome dd').allTextContents();
    const seen = Object.fromEntries(terms.map((term, at) => [term, values[at]]));
    expect(seen).toMatchObject(told);
    expect(seen['id']).toBe((await inPool(ADA.email))['sub']);
    expect(await ridesInTable()).toBe(before + 1);
    await page.getByRole('img', { name: 'Map: Quicksilver flies to Lantern Square' }).waitFor();
  });

  test('module 3: the table knows the rides, and a click on the map another place', async () => {
    const { page } = ada;
    expect(await page.getByRole('listitem').count()).toBe(3);
    await expectGoodLooks(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    const { width } = (await page.locator('.map').boundingBox()) ?? { width: 0 };
    await page.locator('.map').click({ position: { x: (650 / 800) * width, y: (150 / 800) * width } });
    expect(await requestRide(page, 'User pool')).toBe('201 Thistle is 1 min from near Observatory.');
    await picture('ride');
  });

  test('module 3: proof of one kind opens no other door', async () => {
    const { api } = await config();
    const token = await ada.page.evaluate<string>(
      "Object.entries(localStorage).find(([key]) => key.endsWith('.idToken'))[1]",
    );
    const before = await ridesInTable();
    const ask = async (path: string, authorization: string): Promise<number> => {
      const headers = { authorization, 'content-type': 'application/json' };
      const body = JSON.stringify({ pickup: { x: 1, y: 1 } });
      return (await fetch(`${api}${path}`, { method: 'POST', headers, body })).status;
    };
    const [head, payload, signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody' })).toString('base64url');
    expect(await ask('/ride', `${head}.${forged}.${signature}`)).toBe(401);
    expect(await ask('/lambda/ride', `${head}.${forged}.${signature}`)).toBe(401);
    expect(await ask('/iam/ride', token)).toBe(403);
    expect(await ask('/lambda/ride', 'let me through')).toBe(401);
    expect(await ridesInTable()).toBe(before);
  });

  test('module 4: a photo under the rider’s own prefix, its key in the pool', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('heading', { name: 'What am I allowed?' }).waitFor();
    const identity = await page.locator('.allowed dd').first().textContent();
    const file = { name: 'me.png', mimeType: 'image/png', buffer: await portrait() };
    await page.getByLabel('Add a photo').setInputFiles(file);
    await page.getByText('The photo is in your folder.').waitFor();
    expect((await inPool(ADA.email))['picture']).toBe(`private/${identity}/photo.jpg`);
    await page.reload();
    await page.getByRole('img', { name: 'You' }).waitFor();
    expect(await page.evaluate<number>("document.querySelector('.photo img').naturalWidth")).toBe(512);
    await page.getByLabel('Write to me in').selectOption('fr');
    await press(page, 'Save');
    await page.getByText('Saved in the pool.').waitFor();
    expect(await inPool(ADA.email)).toMatchObject({ locale: 'fr', name: 'Ada Byron' });
  });

  test('module 4: the credentials open the own folder and no other', async () => {
    const { page } = ada;
    await press(page, 'Try it');
    await page.locator('.results').waitFor();
    expect(await page.locator('.results .answer').allTextContents()).toEqual(OWN_FOLDER_ALONE);
    await expectGoodLooks(page);
    await picture('profile');
  });

  test('module 4: another rider is refused the first one’s photo', async () => {
    const { page } = ada;
    const identity = (await page.locator('.allowed dd').first().textContent()) ?? '';
    await press(page, 'Sign out');
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await joinAndEnter(rydes, page, BEN);
    await page.getByText('None yet. The table is waiting.').waitFor();
    await page.getByRole('link', { name: 'Profile' }).click();
    expect(await page.getByLabel('Another rider').inputValue()).toBe(identity);
    await press(page, 'Try it');
    await page.locator('.results').waitFor();
    expect(await page.locator('.results code').allTextContents()).toContain(`private/${identity}/photo.jpg`);
    expect(await page.locator('.results .answer').allTextContents()).toEqual(OWN_FOLDER_ALONE);
    await press(page, 'Sign out');
  });

  test('a forgotten password', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Forgot the password?' }).click();
    await page.getByRole('heading', { name: 'Forgot the password?' }).waitFor();
    await page.getByLabel('E-mail').fill(ADA.email);
    await press(page, 'Send me a code');
    await page.getByLabel('New password').fill('Another-horse-2');
    const { subject, code } = await newestLetter(rydes, ADA.email);
    expect(subject).toBe('Un nouveau mot de passe pour Wild Rydes');
    await expectGoodLooks(page);
    await page.getByLabel('Code').fill(code);
    await press(page, 'Change the password');
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await signIn(page, ADA.email, PASSWORD);
    expect(await problem(page)).toBe('Incorrect username or password.');
    await signIn(page, ADA.email, 'Another-horse-2');
    await page.getByRole('heading', { name: 'Where to, Ada?' }).waitFor();
  });

  test('the next start finds everything as it was', async () => {
    const { page } = ada;
    await rydes.stop();
    rydes = await startWildRydes(places);
    await page.reload();
    await page.getByRole('heading', { name: 'Where to, Ada?' }).waitFor();
    await page.getByRole('listitem').nth(3).waitFor();
    expect(await requestRide(page, 'IAM')).toBe('201 Quicksilver is 4 min from Lantern Square.');
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('img', { name: 'You' }).waitFor();
    expect(ada.complaints).toEqual([]);
  });
});

const OWN_FOLDER_ALONE = ['Granted', 'Granted', 'Granted', 'AccessDenied', 'AccessDenied', 'AccessDenied'];

/** A picture as a phone might make it: larger than needed, and no square. */
const portrait = async (): Promise<Buffer> => {
  const page = await ada.context.newPage();
  await page.setViewportSize({ width: 900, height: 700 });
  await page.setContent(`<body style="margin:0"><svg viewBox="0 0 900 700" width="900" height="700">
    <rect width="900" height="700" fill="#8ec5d6"/><path d="M0 560q450-140 900 0v140H0z" fill="#7fae6d"/>
    <path d="M250 700q10-220 200-220t200 220z" fill="#d9694f"/><circle cx="450" cy="330" r="150" fill="#f0c7a0"/>
    <path d="M285 330q-20-210 165-215t165 215q-40-110-165-105t-165 105z" fill="#4a2f26"/>
    <circle cx="395" cy="335" r="13"/><circle cx="505" cy="335" r="13"/>
    <path d="M400 400q50 45 100 0" fill="none" stroke="#8a3c2b" stroke-width="9" stroke-linecap="round"/></svg>`);
  const bytes = await page.screenshot();
  await page.close();
  return bytes;
};
