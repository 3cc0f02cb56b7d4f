/** Preflights that the backend itself answers, by the CORS rules of its buckets. Nobody signs them, so nobody is let in. */
import { passOn } from '../answer.ts';
import type { Answered, Exchange } from '../exchange.ts';
import { incomingOf } from '../incoming.ts';
import type { Service, ServicesOptions } from '../options.ts';
import { createUpstream } from '../upstream.ts';
import { s3Error, s3ErrorResponse } from './errors.ts';
import { bucketOfHost, placed, placeOf } from './key.ts';
import { EMPTY_HASH } from './payload.ts';
import type { ServicesCore } from './service.ts';

const PASSED = ['origin', 'access-control-request-method', 'access-control-request-headers'];

export const createS3Preflight = (core: ServicesCore, service: Service, options: ServicesOptions) => {
  const upstream = createUpstream(core, service, options);
  return async (exchange: Exchange): Promise<Answered> => {
    try {
      const incoming = incomingOf(exchange);
      const { header, facts } = incoming;
      const place = placeOf(incoming.path, bucketOfHost(header('host') ?? '', service.hosts));
      const headers = Object.fromEntries(
        PASSED.flatMap((name) => {
          const value = header(name);
          return value === undefined ? [] : [[name, value]];
        }),
      );
      const answered = await upstream.send({
        method: 'OPTIONS',
        ...placed(service, place),
        query: [],
        headers,
        payloadHash: EMPTY_HASH,
      });
      const origin = `${facts.secure ? 'https' : 'http'}://${header('host') ?? ''}`;
      return await passOn(answered, exchange, { backend: new URL(service.endpoint), origin });
    } catch (error) {
      const said = s3Error(error);
      if (said === undefined) throw error;
      return s3ErrorResponse(said, { id: exchange.facts.id, resource: '/', head: false });
    }
  };
};
