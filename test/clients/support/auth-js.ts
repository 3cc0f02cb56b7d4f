/**
 * Auth.js by its names: its own types bring the DOM's into the whole project (by preact's), so what is used here of it
 * is written down, and it is loaded where the compiler does not look.
 */
export interface Provider {
  readonly options?: { readonly clientId?: string };
}

export interface CognitoOptions {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly issuer: string;
  readonly client?: { readonly token_endpoint_auth_method: 'none' };
  readonly checks?: readonly ('nonce' | 'pkce' | 'state')[];
}

type Values = Readonly<Record<string, unknown>>;

export interface AuthConfig {
  readonly basePath: string;
  readonly secret: string;
  readonly trustHost: boolean;
  readonly providers: readonly Provider[];
  readonly logger: { error(error: Error): void; warn(): void; debug(): void };
  readonly callbacks: {
    jwt(given: { readonly token: Values; readonly account?: Values | null }): Values;
    session(given: { readonly session: Values; readonly token: Values }): Values;
  };
}

const load = (name: string): Promise<unknown> => import(name);

export const { Auth } = (await load('@auth/core')) as {
  Auth(request: Request, config: AuthConfig): Promise<Response>;
};

export const { default: Cognito } = (await load('@auth/core/providers/cognito')) as {
  default(options: CognitoOptions): Provider;
};
