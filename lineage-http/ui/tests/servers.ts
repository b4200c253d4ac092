import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { createInterface } from 'node:readline';

/** The program; the gate gives the one it built. */
export const binary = process.env.BINARY ?? 'sagemaker-lineage';

/** Regions of the demo account. */
export const REGIONS = ['ap-northeast-2', 'us-east-1'] as const;
export const HOME = REGIONS[0];

/** Something that answers on a port of this machine. */
export interface Server {
  /** Ends with a slash. */
  url: string;
  /** What it wrote to its log so far. */
  log: () => string;
  stop: () => Promise<void>;
}

/** Variables of whoever runs the tests must not decide what is tested. */
function environment(more: Record<string, string>): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: 'true', ...more };
}

async function listening(child: ChildProcess, name: string): Promise<Server> {
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${name} does not listen:\n${lines.join('\n')}`)), 20_000);
    const read = (line: string) => {
      lines.push(line);
      const address = /listening on (http:\S+)/.exec(line)?.[1];
      if (address) {
        clearTimeout(late);
        resolve(address.endsWith('/') ? address : `${address}/`);
      }
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${lines.join('\n')}`)));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(forced);
  };
  return { url, log: () => lines.join('\n'), stop };
}

export interface Options {
  /** A recorded account; the demo account without one. */
  snapshot?: string;
  regions?: readonly string[];
  /** The port to listen on; a free one without. */
  port?: number;
  args?: readonly string[];
  env?: Record<string, string>;
}

/** Starts the program. */
export function start({ snapshot, regions = REGIONS, port = 0, args = [], env = {} }: Options = {}): Promise<Server> {
  const source = snapshot === undefined ? ['--demo'] : ['--snapshot', snapshot, '--schema-store', 'memory'];
  const where = ['--allowed-regions', regions.join(','), '--default-region', regions[0] ?? HOME];
  const child = spawn(binary, ['serve', ...source, ...where, '--listen', `127.0.0.1:${port}`, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return listening(child, 'the program');
}

/** A key for a caller with these scopes, and the lines of the file of keys that let it in. */
export function apiKey(name: string, scopes: readonly string[]): { key: string; toml: string } {
  const args = ['api-key', 'new', '--name', name, '--scopes', scopes.join(',')];
  const made = spawnSync(binary, args, { env: environment({}), encoding: 'utf8' });
  const key = /\bslk_\w+/.exec(made.stderr)?.[0];
  if (made.status !== 0 || !key) throw new Error(`no key was made: ${made.error ?? made.stderr}`);
  return { key, toml: made.stdout };
}

/** The identity provider of ci/page. */
export function provider(path: string, args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [path, ...args], { env: environment({}), stdio: ['ignore', 'pipe', 'pipe'] });
  return listening(child, 'the identity provider');
}

/** A port that was free a moment ago, for what has to know its address before it starts. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface Proxy extends Server {
  /** Requests that were not below the prefix: a page that works below any path sends none. */
  strays: string[];
}

/** A proxy that gives a server a prefix, as API gateways do. */
export async function proxy(backend: string, prefix: string): Promise<Proxy> {
  const strays: string[] = [];
  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    if (!path.startsWith(prefix)) {
      strays.push(`${request.method} ${path}`);
      response.writeHead(404).end();
      return;
    }
    const to = new URL(`/${path.slice(prefix.length)}`, backend);
    const forwarded = http.request(
      to,
      { method: request.method, headers: { ...request.headers, host: to.host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.writeHead(502).end());
    request.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${address.port}${prefix}`, log: () => strays.join('\n'), stop, strays };
}
