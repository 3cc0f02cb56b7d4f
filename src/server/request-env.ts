/** What the listener tells the doors about a request, as Hono's `c.env` (second argument of `fetch`). */
import type { HttpBindings } from '@hono/node-server';

export interface RequestFacts {
  /** UUID; the doors answer it as x-amzn-RequestId and put it in log lines. */
  readonly id: string;
  /** The client's address; taken from X-Forwarded-For only behind a trusted proxy. */
  readonly sourceIp: string;
  /** HTTPS between the client and us, or the trusted proxy. */
  readonly secure: boolean;
  /** Set when a proxy stood between, trusted or not. */
  readonly forwarded: boolean;
  /** The doors fill these in; the access log and the metrics read them when the answer has gone. */
  door?: string;
  operation?: string;
  errorCode?: string;
}

export interface RequestEnv extends HttpBindings {
  readonly facts: RequestFacts;
}

export type Fetch = (request: Request, env: RequestEnv) => Response | Promise<Response>;
