/** What RFC 9700 and the OAuth security literature warn of, tried against the endpoints. */
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser } from '../support/builders.ts';
import {
  answerIn,
  authorizationRequest,
  authorize,
  CALLBACK,
  codeClient,
  codeFor,
  exchange,
  locationOf,
  type Parameters,
  pkcePair,
  SIGNED_OUT,
  search,
  sessionOf,
  startWorld,
  token,
  userInfo,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const session = () => sessionOf(world, world.user.sub);
const request = (overrides: Parameters = {}) => authorizationRequest(world, overrides);

describe('redirect tricks', () => {
  const tricks = [
    'https://evil.example/callback',
    'https://app.example.com@evil.example/callback',
    'https://app.example.com:pass@evil.example/callback',
    'https://user@app.example.com/callback',
    'https://app.example.com/callback#@evil.example',
    'https://app.example.com/callback#',
    'https://app.example.com/callback/',
    'https://app.example.com/callback/../evil',
    'https://app.example.com/x/../callback',
    'https://app.example.com/./callback',
    'https://app.example.com/callback/%2e%2e/evil',
    'https://app.example.com/callbac%6b',
    'https://app.example.com/Callback',
    'https://app.example.com/callback?next=https://evil.example',
    'https://app.example.com/callback?',
    'https://app.example.com/callback;x',
    'https://app.example.com/callback\\evil',
    'https://app.example.com\\@evil.example/callback',
    'https://APP.example.com/callback',
    'HTTPS://app.example.com/callback',
    'https://app.example.com:443/callback',
    'https://app.example.com:8443/callback',
    'http://app.example.com/callback',
    'https://app.example.com./callback',
    'https://app.example.com.evil.example/callback',
    'https://evil.example/?https://app.example.com/callback',
    '//app.example.com/callback',
    '/callback',
    'javascript:alert(1)//https://app.example.com/callback',
    'data:text/html,https://app.example.com/callback',
    ' https://app.example.com/callback',
    'https://app.example.com/callback ',
    'https://app.example.com/callback\u0000',
    'https://app.example.com/callback\r\nSet-Cookie: a=b',
    'https://app.example.com/callback\u200b',
    'https://аpp.example.com/callback',
    'https://app。example.com/callback',
    'https%3A%2F%2Fapp.example.com%2Fcallback',
    'constructor',
  ];
  test.each(tricks)('%j leads nowhere', async (redirect_uri) => {
    const location = locationOf(await authorize(world, request({ redirect_uri }), await session()));
    expect(`${location.origin}${location.pathname}`).toBe(`${world.site}/error`);
    const out = locationOf(
      await fetch(`${world.site}/logout?${search({ client_id: world.clientId, logout_uri: redirect_uri })}`, {
        redirect: 'manual',
      }),
    );
    expect(`${out.origin}${out.pathname}`).toBe(`${world.site}/error`);
  });

  test('a callback address is no sign-out address, nor the other way round', async () => {
    expect(locationOf(await authorize(world, request({ redirect_uri: SIGNED_OUT }))).pathname).toMatch(/\/error$/);
  });

  test('loopback addresses are registered with their port, and are not one another', async () => {
    const settings = codeClient({ CallbackURLs: ['http://localhost:3000/cb', 'http://127.0.0.1/cb'] });
    const { ClientId } = await createClient(world.app, world.poolId, settings);
    const at = async (redirect_uri: string) =>
      locationOf(await authorize(world, request({ client_id: ClientId, redirect_uri }), await session())).origin;
    expect(await at('http://localhost:3000/cb')).toBe('http://localhost:3000');
    expect(await at('http://127.0.0.1/cb')).toBe('http://127.0.0.1');
    const own = new URL(world.site).origin;
    for (const other of [
      'http://localhost:3001/cb',
      'http://localhost/cb',
      'http://127.0.0.1:3000/cb',
      'http://127.1/cb',
      'http://[::1]/cb',
      'https://localhost:3000/cb',
      'http://localhost.evil.example:3000/cb',
    ]) {
      expect(await at(other)).toBe(own);
    }
  });

  test('an address with a query keeps it', async () => {
    const address = 'https://app.example.com/cb?tenant=a%26b';
    const { ClientId } = await createClient(world.app, world.poolId, codeClient({ CallbackURLs: [address] }));
    const asked = request({ client_id: ClientId, redirect_uri: address });
    const { href } = locationOf(await authorize(world, asked, await session()));
    expect(href.startsWith(`${address}&code=`)).toBe(true);
  });

  test('an app scheme is led to as it was registered', async () => {
    const { ClientId } = await createClient(world.app, world.poolId, codeClient({ CallbackURLs: ['myapp://cb'] }));
    const asked = request({ client_id: ClientId, redirect_uri: 'myapp://cb' });
    const response = await authorize(world, asked, await session());
    expect(response.headers.get('location')).toMatch(/^myapp:\/\/cb\?code=/);
  });
});

describe('duplicate parameters', () => {
  test.each(Object.keys(authorizationRequest({ clientId: 'x' })))('%s twice is refused', async (name) => {
    const parameters = search(request());
    parameters.append(name, parameters.get(name) ?? '');
    const location = locationOf(await authorize(world, parameters, await session()));
    expect(location.searchParams.get('error')).toBe('invalid_request');
    expect(location.searchParams.has('code')).toBe(false);
  });

  test('a second redirect_uri is not led to', async () => {
    const parameters = search(request());
    parameters.append('redirect_uri', 'https://evil.example');
    expect(locationOf(await authorize(world, parameters, await session())).origin).toBe(new URL(world.site).origin);
  });

  test('a second code_challenge cannot replace the first', async () => {
    const { challenge } = pkcePair();
    const parameters = search(request({ code_challenge: challenge, code_challenge_method: 'S256' }));
    parameters.append('code_challenge', pkcePair().challenge);
    expect(answerIn(await authorize(world, parameters, await session()))).toMatchObject({ error: 'invalid_request' });
  });
});

describe('header and page injection', () => {
  test.each(['a\r\nSet-Cookie: evil=1', '"><script>alert(1)</script>', '\u0000\u2028', '😀 &code=x#y', 'é'])(
    'the state %j comes back as it was, and nothing else',
    async (state) => {
      const response = await authorize(world, request({ state }), await session());
      const { code, ...rest } = answerIn(response);
      expect(code).toEqual(expect.any(String));
      expect(rest).toEqual({ state });
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(locationOf(response).hash).toBe('');
      expect(response.headers.get('location')).toMatch(/^[\x21-\x7e]+$/);
    },
  );

  test('an error page is told the error in its address alone, encoded', async () => {
    const response = await authorize(world, request({ client_id: '"><script>\r\nX: y' }));
    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(/^[\x21-\x7e]+$/);
    expect(location).not.toMatch(/[<>"]/);
    expect(new URL(location).searchParams.get('client_id')).toBe('"><script>\r\nX: y');
  });

  test('the Host header does not choose where the browser goes', async () => {
    const { hostname, port, pathname } = new URL(world.site);
    const location = await new Promise<string | undefined>((resolve, reject) => {
      const path = `${pathname}/oauth2/authorize?${search(request())}`;
      const sent = httpRequest({ hostname, port, path, headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.headers.location);
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(location ?? '').not.toMatch(/evil/);
  });
});

describe('codes', () => {
  test('of another client are refused', async () => {
    const { ClientId } = await createClient(world.app, world.poolId, codeClient());
    const code = await codeFor(world);
    expect((await exchange(world, code, { client_id: ClientId })).body).toEqual({ error: 'invalid_grant' });
    expect((await exchange(world, code)).status).toBe(200);
  });

  test('of another pool are refused', async () => {
    const other = await startWorld();
    try {
      expect((await exchange(world, await codeFor(other))).body).toEqual({ error: 'invalid_grant' });
    } finally {
      await other.stop();
    }
  });

  test('that are sent at once bring tokens once', async () => {
    const code = await codeFor(world);
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(world, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_grant')).toHaveLength(7);
  });

  test('that come back end what they brought', async () => {
    const code = await codeFor(world);
    const { body } = await exchange(world, code);
    expect((await userInfo(world, body.access_token ?? '')).status).toBe(200);
    await exchange(world, code);
    expect((await userInfo(world, body.access_token ?? '')).status).toBe(401);
    const refresh = { grant_type: 'refresh_token', client_id: world.clientId, refresh_token: body['refresh_token'] };
    expect((await token(world, refresh)).body).toEqual({ error: 'invalid_grant' });
  });

  test('that come back from somebody who cannot use them end nothing', async () => {
    const { verifier, challenge } = pkcePair();
    const code = await codeFor(world, { code_challenge: challenge, code_challenge_method: 'S256' });
    const { body } = await exchange(world, code, { code_verifier: verifier });
    await exchange(world, code);
    await exchange(world, code, { code_verifier: pkcePair().verifier });
    expect((await userInfo(world, body.access_token ?? '')).status).toBe(200);
  });

  test('do not open when a character of them is changed', async () => {
    const code = await codeFor(world);
    for (const at of [3, Math.floor(code.length / 2), code.length - 1]) {
      const changed = `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`;
      if (changed === code) throw new Error('nothing changed');
      expect((await exchange(world, changed)).body).toEqual({ error: 'invalid_grant' });
    }
  });

  test('are not refresh tokens, nor session cookies, nor the other way round', async () => {
    const cookie = await session();
    const code = await codeFor(world, {}, cookie);
    const refresh = { grant_type: 'refresh_token', client_id: world.clientId, refresh_token: code };
    expect((await token(world, refresh)).body).toEqual({ error: 'invalid_grant' });
    const sealedSession = cookie.slice('cognito='.length);
    expect((await exchange(world, sealedSession)).body).toEqual({ error: 'invalid_grant' });
    expect(locationOf(await authorize(world, request(), `cognito=${code}`)).pathname).toMatch(/\/login$/);
    const { body } = await exchange(world, code);
    expect((await exchange(world, body['refresh_token'] ?? '')).body).toEqual({ error: 'invalid_grant' });
  });

  test('say nothing of who signed in', async () => {
    const code = await codeFor(world);
    const bytes = Buffer.concat([Buffer.from(code), Buffer.from(code, 'base64url')]).toString('latin1');
    expect(bytes).not.toContain(world.user.sub);
    expect(bytes).not.toContain('openid');
  });
});

describe('PKCE', () => {
  test('cannot be left out at the exchange (downgrade)', async () => {
    const { challenge } = pkcePair();
    const code = await codeFor(world, { code_challenge: challenge, code_challenge_method: 'S256' });
    for (const code_verifier of [undefined, '', challenge]) {
      expect((await exchange(world, code, { code_verifier })).body).toEqual({ error: 'invalid_grant' });
    }
  });

  test('cannot be added at the exchange: a code without it was injected', async () => {
    const code = await codeFor(world);
    expect((await exchange(world, code, { code_verifier: pkcePair().verifier })).body).toEqual({
      error: 'invalid_grant',
    });
  });

  test('cannot be weakened to plain', async () => {
    const { verifier } = pkcePair();
    for (const code_challenge_method of ['plain', 's256', 'S256 ', '', undefined]) {
      const asked = request({ code_challenge: verifier, code_challenge_method });
      expect(answerIn(await authorize(world, asked, await session()))).toMatchObject({ error: 'invalid_request' });
    }
  });

  test.each(['a'.repeat(42), 'a'.repeat(129), `${'a'.repeat(43)}\n`, 'é'.repeat(43)])(
    'a verifier out of its alphabet or length is none: %j',
    async (code_verifier) => {
      const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
      const code = await codeFor(world, { code_challenge, code_challenge_method: 'S256' });
      expect((await exchange(world, code, { code_verifier })).body).toEqual({ error: 'invalid_grant' });
    },
  );
});

describe('somebody else’s session', () => {
  test('a hint of one user does not go through with the session of another', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const other = await createConfirmedUser(world.app, world.poolId);
    const asked = request({ id_token_hint: body.id_token, prompt: 'none' });
    expect(answerIn(await authorize(world, asked, await sessionOf(world, other.sub)))).toMatchObject({
      error: 'login_required',
    });
  });

  test('another site cannot read an answer with the session: no credentials are shared', async () => {
    const response = await fetch(`${world.site}/oauth2/authorize?${search(request())}`, {
      redirect: 'manual',
      headers: { cookie: await session(), origin: 'http://localhost:3000' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('mix-up: the code is of no use at another callback of the same client', async () => {
    const settings = codeClient({ CallbackURLs: [CALLBACK, 'https://app.example.com/second'] });
    const { ClientId } = await createClient(world.app, world.poolId, settings);
    const code = await codeFor(world, { client_id: ClientId });
    const answer = await exchange(world, code, {
      client_id: ClientId,
      redirect_uri: 'https://app.example.com/second',
    });
    expect(answer.body).toEqual({ error: 'invalid_grant' });
  });
});
