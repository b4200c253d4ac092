import createClient, { type Middleware } from 'openapi-fetch';
import { currentKey } from '../auth/key';
import { ApiProblem } from './problem';
import type { paths } from './schema';

/** Where the server is: the folder that this page came from, whatever it is called. */
export const base = new URL('.', document.baseURI).href;

const credentials: Middleware = {
  onRequest({ request }) {
    const key = currentKey();
    // The one header of keys that the server and API Gateway both read.
    if (key) request.headers.set('X-API-Key', key);
    return request;
  },
};

/**
 * Slashes of a prefix stay slashes: the name of a dataset is many segments of the path. An empty one has no segment, and
 * the segments `.` and `..` would be taken as steps of the path unless they hide behind an escaped slash.
 */
export function inPath(path: string, parameters: Record<string, unknown>): string {
  return path.replace(/\/\{(\w+)\}/g, (_, name: string) => {
    const text = String(parameters[name]);
    const segments = text.split('/');
    const separator = segments.some((segment) => segment === '.' || segment === '..') ? '%2F' : '/';
    return text === '' ? '' : `/${segments.map(encodeURIComponent).join(separator)}`;
  });
}

export const api = createClient<paths>({
  baseUrl: base.replace(/\/$/, ''),
  pathSerializer: inPath,
  // The page keeps what it was told; when it asks again, somebody wants to know what is so now.
  cache: 'no-cache',
});
api.use(credentials);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of an answer. Throws an ApiProblem where there is none. */
export async function body<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await done(asked);
  if (data === undefined) throw ApiProblem.of(response, error);
  return data;
}

/** An answer that says yes, of which the body does not matter. Throws an ApiProblem for any other. */
export async function done<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await asked.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    // Nothing answered, or what answered is not this server.
    const isAnswered = error instanceof SyntaxError;
    const message = isAnswered ? 'The answer is no JSON.' : error instanceof Error ? error.message : String(error);
    throw new ApiProblem(isAnswered ? 200 : 0, message, null);
  });
  if (!answer.response.ok) throw ApiProblem.of(answer.response, answer.error);
  return answer;
}
