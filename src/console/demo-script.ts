/** Runs in the browser. Tokens are shown, and kept nowhere but in the page. */
export const DEMO_SCRIPT = `
const { client, pool, site, path, self } = document.querySelector('main').dataset;
const get = (id) => document.getElementById(id);
const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const SCOPES = 'openid email profile phone aws.cognito.signin.user.admin';

const go = async (base, page) => {
  const [state, verifier] = [random(), random()];
  sessionStorage.setItem('demo', JSON.stringify({ state, verifier, base }));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  const query = new URLSearchParams({ client_id: client, response_type: 'code', redirect_uri: self, scope: SCOPES, state,
    code_challenge: challenge, code_challenge_method: 'S256' });
  location.assign(base + page + '?' + query);
};

const ask = async (grant) => {
  const answer = await fetch('/' + pool + '/oauth2/token', { method: 'POST',
    body: new URLSearchParams({ client_id: client, ...grant }) });
  const body = await answer.json();
  if (!answer.ok) throw new Error([body.error, body.error_description].filter(Boolean).join(': '));
  return body;
};

const decode = (token) => JSON.parse(new TextDecoder().decode(
  Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0))));

const add = (parent, name, text, attributes = {}) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.textContent = text;
  parent.append(made);
  return made;
};

const card = (title, claims, raw) => {
  const article = document.createElement('article');
  add(article, 'h3', title);
  add(article, 'pre', JSON.stringify(claims, null, 2), { tabIndex: 0 });
  if (raw) {
    const details = add(article, 'details', '');
    add(details, 'summary', 'Token');
    add(details, 'pre', raw, { tabIndex: 0 });
  }
  return article;
};

let tokens;
const show = (given) => {
  tokens = { ...tokens, ...given };
  const claims = decode(tokens.id_token);
  get('who').textContent = 'Signed in as ' + (claims.email || claims['cognito:username']);
  get('tokens').replaceChildren(card('ID token', claims, tokens.id_token),
    card('Access token', decode(tokens.access_token), tokens.access_token));
  get('start').hidden = true;
  get('result').hidden = false;
};

const fail = (text) => {
  get('problem').textContent = text;
  get('problem').hidden = false;
};
const trying = (act) => () => {
  get('problem').hidden = true;
  Promise.resolve(act()).catch((error) => fail(error.message));
};

const comeBack = async (query) => {
  const begun = JSON.parse(sessionStorage.getItem('demo') ?? '{}');
  sessionStorage.setItem('demo', JSON.stringify({ base: begun.base }));
  history.replaceState(null, '', self);
  if (query.has('error')) throw new Error([query.get('error'), query.get('error_description')].filter(Boolean).join(': '));
  if (query.get('state') !== begun.state) throw new Error('This answer belongs to another sign-in: try again.');
  show(await ask({ grant_type: 'authorization_code', code: query.get('code'), redirect_uri: self,
    code_verifier: begun.verifier }));
  get('who').focus();
};

get('sign-in').onclick = trying(() => go(site, '/oauth2/authorize'));
get('sign-up').onclick = trying(() => go(site, '/signup'));
get('by-path').onclick = trying(() => go(path, '/oauth2/authorize'));
get('add-mocks')?.addEventListener('click', trying(async () => {
  const answer = await fetch('/mocks/' + pool, { method: 'POST' });
  if (!answer.ok) throw new Error('The mock providers could not be added.');
  get('added').textContent = 'On the login page now: ' + (await answer.json()).providers.join(', ') + '.';
  get('add-mocks').hidden = true;
}));
get('refresh').onclick = trying(async () =>
  show(await ask({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token })));
get('user-info').onclick = trying(async () => {
  const answer = await fetch('/' + pool + '/oauth2/userInfo', { headers: { authorization: 'Bearer ' + tokens.access_token } });
  get('tokens').prepend(card('/oauth2/userInfo', await answer.json()));
});
get('sign-out').onclick = () => {
  const { base = site } = JSON.parse(sessionStorage.getItem('demo') ?? '{}');
  location.assign(base + '/logout?' + new URLSearchParams({ client_id: client, logout_uri: self }));
};

const query = new URLSearchParams(location.search);
if (new URL(self).origin !== location.origin) location.replace(self + location.search);
else {
  get('start').hidden = false;
  if (query.has('code') || query.has('error')) comeBack(query).catch((error) => fail(error.message));
}
`;
