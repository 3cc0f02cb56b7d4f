/** Credentials with bytes turned over: every one is refused in words that the API knows, none is a defect. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Place } from '../auth/support/house.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Authenticator } from './authenticator.ts';
import {
  accessTokenOf,
  answerPasskey,
  ceremonyOf,
  choose,
  completeRegistration,
  configure,
  makePlace,
  ORIGIN,
  reachable,
  register,
  startRegistration,
} from './support.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app);
  await configure(app, place);
});
afterAll(() => app.stop());

/** A generator of its own, so that a failure comes again (Numerical Recipes' constants). */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const turned = (text: string, random: (below: number) => number): string => {
  const bytes = Buffer.from(text, 'base64url');
  const at = random(bytes.length);
  const cut = random(4) === 0;
  if (!cut) bytes[at] = (bytes[at] ?? 0) ^ (1 + random(255));
  return bytes.subarray(0, cut ? at : bytes.length).toString('base64url');
};

const mutant = <Credential extends { response: object }>(credential: Credential, random: (below: number) => number) => {
  const response = credential.response as Record<string, unknown>;
  const names = Object.keys(response).filter((name) => typeof response[name] === 'string');
  const name = names[random(names.length)] as string;
  const strange = [null, 7, '', {}, [], true, '%', 'AAAA'];
  const value = random(5) === 0 ? strange[random(strange.length)] : turned(response[name] as string, random);
  return { ...credential, response: { ...response, [name]: value } };
};

const REFUSALS =
  /^(InvalidParameter|NotAuthorized|WebAuthn(ChallengeNotFound|OriginNotAllowed|RelyingPartyMismatch|CredentialNotSupported))Exception$/;

test('registrations', async () => {
  const random = numbers(1);
  let token = '';
  for (let round = 0; round < 300; round += 1) {
    // Of another user before one has as many as there may be.
    if (round % 15 === 0) token = await accessTokenOf(app, place, (await reachable(app, place)).username);
    const options = await startRegistration(app, token);
    const given = mutant(new Authenticator(ORIGIN).create(options), random);
    const outcome = await completeRegistration(app, token, given).then(
      () => 'accepted',
      ({ name }: Error) => name,
    );
    // Flags, counter, AAGUID, id and key are the authenticator's own business: another one is another passkey.
    if (outcome !== 'accepted') expect(outcome, JSON.stringify(given)).toMatch(REFUSALS);
  }
}, 60_000);

test('assertions', async () => {
  const { username: owner } = await reachable(app, place);
  const authenticator = await register(app, await accessTokenOf(app, place, owner));
  const random = numbers(2);
  for (let round = 0; round < 300; round += 1) {
    const { options, session } = ceremonyOf(await choose(app, place, owner, 'WEB_AUTHN'));
    const genuine = authenticator.get(options);
    const given = mutant(genuine, random);
    if (JSON.stringify(given) === JSON.stringify(genuine)) continue;
    const outcome = await answerPasskey(app, place, owner, session, given).then(
      () => 'accepted',
      ({ name }: Error) => name,
    );
    // What is signed stands; a user handle may be left out, and ASN.1 around a right signature is read leniently.
    if (outcome === 'accepted') {
      const { clientDataJSON, authenticatorData, userHandle } = genuine.response;
      expect(given.response).toMatchObject({ clientDataJSON, authenticatorData });
      expect([null, '', userHandle]).toContain(given.response.userHandle);
    } else expect(outcome, JSON.stringify(given)).toMatch(REFUSALS);
  }
}, 60_000);
