/** One ride, asked for in four ways: which of them the gateway lets through is the lesson. */
import { ApiError, get, post } from 'aws-amplify/api';
import { fetchAuthSession } from 'aws-amplify/auth';
import type { Spot } from './town.ts';

export type Door = 'user-pool' | 'iam' | 'lambda' | 'none';

export interface DoorFacts {
  readonly title: string;
  readonly path: string;
  readonly explained: string;
}

export const DOORS: Readonly<Record<Door, DoorFacts>> = {
  'user-pool': { title: 'User pool', path: '/ride', explained: 'The ID token; the gateway checks it.' },
  iam: { title: 'IAM', path: '/iam/ride', explained: 'Signed with temporary credentials; the role decides.' },
  lambda: { title: 'Lambda', path: '/lambda/ride', explained: 'The ID token; a function of ours decides.' },
  none: { title: 'Nothing', path: '/ride', explained: 'No proof at all. See what happens.' },
};

export interface Ride {
  readonly rideId: string;
  readonly unicorn: string;
  readonly from: Spot;
  readonly pickup: Spot;
  readonly minutes: number;
  readonly requestedAt: string;
  readonly door: Door;
}

export interface Outcome {
  readonly door: Door;
  readonly status: number;
  /** What the function was told about the rider, when it was reached. */
  readonly seen?: Readonly<Record<string, string>>;
  readonly ride?: Ride;
  readonly message?: string;
}

export const requestRide = async (api: string, door: Door, pickup: Spot): Promise<Outcome> => {
  const answer = door === 'none' ? await bare(`${api}/ride`, { pickup }) : await proven(door, { pickup });
  if (answer.status !== 201) return { door, status: answer.status, message: messageIn(answer.body) };
  const { rider, ...ride } = JSON.parse(answer.body) as Ride & { rider: Record<string, string> };
  return { door, status: 201, seen: rider, ride };
};

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Amplify signs (SigV4) what has no Authorization header of its own. */
const proven = async (door: Exclude<Door, 'none'>, body: { readonly pickup: Spot }): Promise<Answer> => {
  const headers: Record<string, string> = door === 'iam' ? {} : { Authorization: await idToken() };
  const pickup = { x: body.pickup.x, y: body.pickup.y };
  try {
    const { response } = post({ apiName: 'rydes', path: DOORS[door].path, options: { headers, body: { pickup } } });
    const { statusCode, body: answer } = await response;
    return { status: statusCode, body: await answer.text() };
  } catch (error) {
    if (error instanceof ApiError && error.response) {
      return { status: error.response.statusCode, body: error.response.body ?? '' };
    }
    throw error;
  }
};

const bare = async (url: string, body: object): Promise<Answer> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.text() };
};

export const pastRides = async (): Promise<Ride[]> => {
  const { response } = get({
    apiName: 'rydes',
    path: '/ride',
    options: { headers: { Authorization: await idToken() } },
  });
  const { rides } = (await (await response).body.json()) as unknown as { rides: Ride[] };
  return rides;
};

const idToken = async (): Promise<string> => {
  const { tokens } = await fetchAuthSession();
  if (tokens?.idToken === undefined) throw new Error('Nobody is signed in.');
  return tokens.idToken.toString();
};

/** API Gateway writes `message` or `Message`. */
const messageIn = (body: string): string => {
  try {
    const fields = JSON.parse(body) as { message?: string; Message?: string };
    return fields.message ?? fields.Message ?? body;
  } catch {
    return body;
  }
};
