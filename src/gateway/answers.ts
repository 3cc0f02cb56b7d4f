/**
 * Answers of the gateway itself, in API Gateway's words.
 * Source: API Gateway developer guide, "Gateway response types"; the answers of the real service.
 */
import type { Api } from './api.ts';

interface Kind {
  readonly status: number;
  readonly message: string | null;
  /** x-amzn-ErrorType */
  readonly errorType?: string;
  /** AWS's older answers write it so. */
  readonly field?: 'Message';
}

const KINDS = {
  ACCESS_DENIED: {
    status: 403,
    message: 'User is not authorized to access this resource',
    errorType: 'AccessDeniedException',
    field: 'Message',
  },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error', errorType: 'InternalServerErrorException' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: null, errorType: 'AuthorizerConfigurationException' },
  AUTHORIZER_FAILURE: { status: 500, message: null, errorType: 'AuthorizerFailureException' },
  BAD_REQUEST_BODY: { status: 400, message: 'Invalid request body', errorType: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: 'Missing required request parameters',
    errorType: 'BadRequestException',
  },
  EXPIRED_TOKEN: {
    status: 403,
    message: 'The security token included in the request is expired',
    errorType: 'ExpiredTokenException',
  },
  INTEGRATION_FAILURE: { status: 502, message: 'Internal server error', errorType: 'InternalServerErrorException' },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
  },
  INVALID_API_KEY: { status: 403, message: 'Forbidden', errorType: 'ForbiddenException' },
  INVALID_SIGNATURE: {
    status: 403,
    message: 'The request signature we calculated does not match the signature you provided.',
    errorType: 'InvalidSignatureException',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  },
  QUOTA_EXCEEDED: { status: 429, message: 'Limit Exceeded', errorType: 'LimitExceededException' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long', errorType: 'RequestTooLargeException' },
  RESOURCE_NOT_FOUND: { status: 404, message: 'Not Found', errorType: 'NotFoundException' },
  THROTTLED: { status: 429, message: 'Too Many Requests', errorType: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized', errorType: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type', errorType: 'BadRequestException' },
  WAF_FILTERED: { status: 403, message: 'Forbidden', errorType: 'ForbiddenException' },
} as const satisfies Record<string, Kind>;

export type ResponseType = keyof typeof KINDS;

export const RESPONSE_TYPES: ReadonlySet<string> = new Set([...Object.keys(KINDS), 'DEFAULT_4XX', 'DEFAULT_5XX']);

/** Ends a request with one of the gateway's own answers. */
export class Refused extends Error {
  readonly type: ResponseType;
  readonly status: number;
  readonly said: string | null;
  readonly errorType: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    type: ResponseType,
    own: {
      message?: string;
      status?: number;
      errorType?: string;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    const kind: Kind = KINDS[type];
    super(own.message ?? kind.message ?? type, { cause: own.cause });
    this.name = 'Refused';
    this.type = type;
    this.status = own.status ?? kind.status;
    this.said = own.message ?? kind.message;
    this.errorType = own.errorType ?? kind.errorType;
    this.headers = own.headers ?? {};
  }
}

/** HTTP APIs say less. */
const HTTP_API: Partial<Record<ResponseType, { readonly status?: number; readonly message: string }>> = {
  ACCESS_DENIED: { message: 'Forbidden' },
  AUTHORIZER_CONFIGURATION_ERROR: { message: 'Internal Server Error' },
  AUTHORIZER_FAILURE: { message: 'Internal Server Error' },
  API_CONFIGURATION_ERROR: { message: 'Internal Server Error' },
  EXPIRED_TOKEN: { message: 'Forbidden' },
  INTEGRATION_FAILURE: { status: 500, message: 'Internal Server Error' },
  INTEGRATION_TIMEOUT: { status: 503, message: 'Service Unavailable' },
  INVALID_SIGNATURE: { message: 'Forbidden' },
  MISSING_AUTHENTICATION_TOKEN: { status: 404, message: 'Not Found' },
  REQUEST_TOO_LARGE: { message: 'Request Entity Too Large' },
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const TYPE = 'application/json';

/** `value` reads an expression of a template or a header: `context.requestId`, `method.request.header.Origin`. */
export const answerOf = (
  api: Pick<Api, 'form' | 'responses'> | undefined,
  refused: Refused,
  value: (expression: string) => string | undefined,
): Answer => {
  if (api?.form === 'http') return httpAnswer(refused);
  const custom = api?.responses[refused.type] ?? api?.responses[refused.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  const status = custom?.statusCode ?? refused.status;
  const type: Record<string, string> = refused.errorType === undefined ? {} : { 'x-amzn-errortype': refused.errorType };
  const headers: Record<string, string> = { 'content-type': TYPE, ...type, ...refused.headers };
  for (const [name, expression] of Object.entries(custom?.headers ?? {})) {
    const text = /^'(.*)'$/s.exec(expression)?.[1] ?? value(expression);
    if (text !== undefined) headers[name.toLowerCase()] = text.replace(/[^\t\x20-\x7e]/g, '?');
  }
  const template = custom?.templates[TYPE];
  const body = template === undefined ? plainBody(refused) : filled(template, refused, value);
  return { status, headers, body };
};

const plainBody = ({ type, said }: Refused): string =>
  JSON.stringify({ [(KINDS[type] as Kind).field ?? 'message']: said });

const httpAnswer = (refused: Refused): Answer => {
  const own = HTTP_API[refused.type];
  const message = own?.message ?? refused.said;
  return {
    status: own?.status ?? refused.status,
    headers: { 'content-type': TYPE, ...refused.headers },
    body: JSON.stringify({ message }),
  };
};

const filled = (template: string, refused: Refused, value: (expression: string) => string | undefined): string =>
  template.replace(
    /\$(?:\{([\w.'()]+)\}|((?:context|stageVariables)(?:\.[\w-]+)+))/g,
    (whole, braced?: string, bare?: string) => {
      const expression = braced ?? bare ?? '';
      if (expression === 'context.error.messageString') return JSON.stringify(refused.said);
      if (expression === 'context.error.message') return jsonInside(refused.said ?? '');
      if (expression === 'context.error.responseType') return refused.type;
      const text = value(expression);
      return text === undefined ? (expression.startsWith('context.') ? '' : whole) : jsonInside(text);
    },
  );

/** Values of the request stand within the template's own quotation marks. */
const jsonInside = (text: string): string => JSON.stringify(text).slice(1, -1);
