/** Module 1 of the workshop: `poolhouse deploy template.yaml`, and what it puts out. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, BACKEND_KEYS, EXAMPLE, type Places, REPOSITORY } from './places.ts';
import { configFile, runPoolhouse } from './poolhouse.ts';

/** What the app needs to know. */
export interface Outputs {
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  readonly bucket: string;
  readonly api: string;
}

export const deploy = async (places: Places): Promise<Outputs> => {
  const template = await copied(places);
  const said = await runPoolhouse(['deploy', template, ...flags(places)]);
  const { Region, UserPoolId, UserPoolClientId, IdentityPoolId, Bucket, ApiUrl } = JSON.parse(said) as Record<
    string,
    string
  >;
  await served(`${ApiUrl}/ride`);
  return {
    region: Region!,
    userPoolId: UserPoolId!,
    userPoolClientId: UserPoolClientId!,
    identityPoolId: IdentityPoolId!,
    bucket: Bucket!,
    api: ApiUrl!,
  };
};

/** The gateway looks at its folder of APIs once a second. */
const served = async (route: string): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const { status } = await fetch(route);
    if (status === 401) return;
    await sleep(100);
  }
  throw new Error(`The gateway does not serve ${route}.`);
};

/** Beside the data, because the record of what was made is kept beside the template. */
const copied = async ({ data }: Places): Promise<string> => {
  const folder = join(data, 'stack');
  await mkdir(folder, { recursive: true });
  for (const name of ['template.yaml', 'functions']) {
    await cp(join(EXAMPLE, name), join(folder, name), { recursive: true });
  }
  return join(folder, 'template.yaml');
};

const flags = (places: Places): readonly string[] => {
  const { ports } = places;
  const environment = {
    AWS_REGION: 'us-east-1',
    // What the SDK within the ride function reads: it stays the code that it would be on AWS.
    AWS_ENDPOINT_URL_DYNAMODB: at(ports.dynamodb),
    AWS_ACCESS_KEY_ID: BACKEND_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: BACKEND_KEYS.secretAccessKey,
  };
  return [
    ...['--stack', 'wild-rydes', '--yes', '--json', '--config', configFile(places)],
    ...['--endpoint', at(ports.poolhouse), '--gateway-url', at(ports.gateway)],
    ...['--parameter', `AppOrigin=${at(ports.web)}`],
    // Where the inline function finds the SDK.
    ...['--modules', join(REPOSITORY, 'node_modules')],
    ...Object.entries(environment).flatMap(([name, value]) => ['--function-env', `${name}=${value}`]),
  ];
};
