/** What the template's outputs and the addresses of this machine tell the app: served as /config.json. */
import { Amplify } from 'aws-amplify';

export interface Config {
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** Poolhouse: user pool, identity pool. */
  readonly endpoint: string;
  /** The API's stage behind the gateway. */
  readonly api: string;
  /** What speaks S3 behind the gateway. */
  readonly storage: string;
  readonly bucket: string;
  /** Where the codes arrive that would be e-mails elsewhere. */
  readonly mailbox: string;
}

export const loadConfig = async (): Promise<Config> => {
  const answer = await fetch('/config.json');
  if (!answer.ok) throw new Error(`The app's configuration is missing (${answer.status}).`);
  return (await answer.json()) as Config;
};

/** Two endpoints and an API: nothing else differs from an app that lives on AWS. */
export const configureAmplify = (config: Config): void =>
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: config.userPoolId,
        userPoolClientId: config.userPoolClientId,
        userPoolEndpoint: config.endpoint,
        identityPoolId: config.identityPoolId,
        identityPoolEndpoint: config.endpoint,
        loginWith: { email: true },
      },
    },
    API: { REST: { rydes: { endpoint: config.api, region: config.region, service: 'execute-api' } } },
  });
