/**
 * What stands behind the PreSignedUrl of a user import job, answered as S3 answers: PUT takes the file, whatever
 * `x-amz-…` headers come with it; GET gives the job's log, one line for each row of the file.
 */
import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { Core } from '../core/core.ts';
import { FileTooLarge } from '../core/imports/file.ts';
import { type ImportLink, importLog, LinkRefused, uploadFile } from '../core/imports/upload.ts';
import { IMPORT_PATH } from '../core/imports/url.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'sealer' | 'random'>;

export function userImportPages(core: Touches): Hono {
  const pages = new Hono();
  const path = `${IMPORT_PATH}:poolId/:jobId` as const;
  pages.put(path, (context) => upload(core, context).catch((error: unknown) => refusal(context, error)));
  pages.get(path, (context) => log(core, context).catch((error: unknown) => refusal(context, error)));
  return pages;
}

const linkOf = ({ req }: Context): ImportLink => ({
  poolId: req.param('poolId') ?? '',
  jobId: req.param('jobId') ?? '',
  token: req.query('token') ?? '',
});

async function upload(core: Touches, context: Context): Promise<Response> {
  const bytes = (context.req.raw.body ?? []) as AsyncIterable<Uint8Array>;
  await uploadFile(core, linkOf(context), bytes);
  const encryption = context.req.header('x-amz-server-side-encryption');
  if (encryption !== undefined) context.header('x-amz-server-side-encryption', encryption);
  return context.body(null, 200);
}

async function log(core: Touches, context: Context): Promise<Response> {
  const parts = importLog(core, linkOf(context));
  // The first piece shows whether the link is good; a streamed answer has its status by then.
  await parts.next();
  context.header('Content-Type', 'text/plain; charset=utf-8');
  context.header('Cache-Control', 'no-store');
  context.header('X-Content-Type-Options', 'nosniff');
  return stream(context, async (out) => {
    for await (const part of parts) await out.write(part);
  });
}

const REFUSALS = {
  expired: 'Request has expired',
  forged: 'Access Denied',
  started: 'The job has been started, has ended or has expired.',
} as const;

function refusal(context: Context, error: unknown): Response {
  if (error instanceof LinkRefused) return xml(context, 403, 'AccessDenied', REFUSALS[error.reason]);
  if (error instanceof FileTooLarge) {
    return xml(context, 400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  }
  if (!context.req.raw.signal.aborted) throw error;
  return xml(context, 400, 'IncompleteBody', 'The request ended before its body did');
}

function xml(context: Context, status: 400 | 403, code: string, message: string): Response {
  context.header('Content-Type', 'application/xml');
  // The rest of a refused file is not read, so the connection cannot carry another request.
  context.header('Connection', 'close');
  return context.body(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>\n`,
    status,
  );
}
