// An identity provider (OpenID Connect) for trying sign-in in a browser: everybody is Ada. Plain Node, no packages.
// Never for anything real: it asks for no password, and its key is new at each start.
//
// Usage: node ci/page/provider.mjs [--port 0] [--audience lineage] [--client lineage-web] [--secret TEXT]
//                                  [--scopes "catalog:read lineage:read schema:read"] [--lifetime SECONDS]
// Prints `listening on URL`, and URL is the issuer. Access tokens are for --audience and grant --scopes. The client is
// public unless it has a --secret, which it shows as client_secret_basic or client_secret_post. Anywhere on loopback may
// be its redirect URL.

import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    audience: { type: 'string', default: 'lineage' },
    client: { type: 'string', default: 'lineage-web' },
    secret: { type: 'string' },
    scopes: { type: 'string', default: 'catalog:read lineage:read schema:read' },
    lifetime: { type: 'string', default: '300' },
  },
});

const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
// What was asked for, by the codes that are good for it.
const codes = new Map();
let issuer;

const base64 = (text) => Buffer.from(text).toString('base64url');

function token(claims) {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: issuer, sub: 'ada', name: 'Ada', iat: now, exp: now + Number(options.lifetime), ...claims };
  const message = `${base64('{"alg":"RS256","typ":"JWT","kid":"1"}')}.${base64(JSON.stringify(all))}`;
  return `${message}.${createSign('RSA-SHA256').update(message).sign(key.privateKey, 'base64url')}`;
}

const discovery = () => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
  authorization_response_iss_parameter_supported: true,
});

const keys = () => ({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }] });

// The page with its buttons, or, when one was pressed, the way back.
function authorize(query) {
  const asked = Object.fromEntries(query);
  const wrong = whatIsWrong(asked);
  if (wrong) return html(400, `<h1>Sign-in</h1><p>${escape(wrong)}</p>`);
  const back = new URL(asked.redirect_uri);
  back.searchParams.set('state', asked.state);
  back.searchParams.set('iss', issuer);
  if (asked.answer === 'yes') {
    const code = randomBytes(32).toString('base64url');
    codes.set(code, asked);
    back.searchParams.set('code', code);
  } else if (asked.answer === 'no') {
    back.searchParams.set('error', 'access_denied');
  } else {
    const fields = Object.entries(asked).map(
      ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
    );
    return html(
      200,
      `<h1>Sign-in</h1><form action="authorize">${fields.join('')}
      <button name="answer" value="yes">Sign in as Ada</button> <button name="answer" value="no">Cancel</button></form>`,
    );
  }
  return { status: 303, headers: { location: back.href } };
}

function whatIsWrong(asked) {
  if (asked.client_id !== options.client) return 'client_id is not that of the client';
  if (asked.response_type !== 'code') return 'response_type is not code';
  if (asked.code_challenge_method !== 'S256' || !asked.code_challenge) return 'there is no code_challenge of S256';
  if (!asked.state) return 'there is no state';
  if (!asked.scope?.split(' ').includes('openid')) return 'scope does not have openid';
  if (!URL.canParse(asked.redirect_uri)) return 'redirect_uri is no URL';
  const host = new URL(asked.redirect_uri).hostname;
  return ['localhost', '127.0.0.1', '[::1]'].includes(host) ? undefined : 'redirect_uri is not on loopback';
}

function exchange(form, authorization) {
  if (!isTheClient(form, authorization)) return json(401, { error: 'invalid_client' });
  if (form.get('grant_type') !== 'authorization_code') return json(400, { error: 'unsupported_grant_type' });
  const asked = codes.get(form.get('code'));
  // Each code is good once, whatever comes of it.
  codes.delete(form.get('code'));
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (!asked || asked.redirect_uri !== form.get('redirect_uri') || asked.code_challenge !== challenge) {
    return json(400, { error: 'invalid_grant' });
  }
  return json(200, {
    token_type: 'Bearer',
    expires_in: Number(options.lifetime),
    access_token: token({ aud: options.audience, scope: options.scopes }),
    id_token: token({ aud: options.client, nonce: asked.nonce }),
  });
}

function isTheClient(form, authorization) {
  if (authorization?.startsWith('Basic ')) {
    const [id, secret] = Buffer.from(authorization.slice(6), 'base64').toString().split(':');
    const decoded = (text) => new URLSearchParams(`x=${text}`).get('x');
    return options.secret !== undefined && decoded(id) === options.client && decoded(secret) === options.secret;
  }
  return form.get('client_id') === options.client && (form.get('client_secret') ?? undefined) === options.secret;
}

const escape = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const html = (status, body) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="en"><title>Sign-in</title><main>${body}</main></html>`,
});

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, issuer);
  switch (`${request.method} ${pathname}`) {
    case 'GET /.well-known/openid-configuration':
      return json(200, discovery());
    case 'GET /keys':
      return json(200, keys());
    case 'GET /authorize':
      return authorize(searchParams);
    case 'POST /token': {
      let form = '';
      for await (const chunk of request.setEncoding('utf8')) form += chunk;
      return exchange(new URLSearchParams(form), request.headers.authorization);
    }
    default:
      return json(404, {});
  }
}

const server = createServer(async (request, response) => {
  const { status, headers, body } = await answer(request);
  response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end(body);
});
server.listen(Number(options.port), '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  console.log(`listening on ${issuer}`);
});
