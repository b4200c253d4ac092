import type { Problem } from './types';

/** A way to sign in, as a 401 offers it. */
export type SignInWay = 'apiKey' | 'oidc';

/** An answer that is none: a problem (RFC 9457) of the server, or none at all. */
export class ApiProblem extends Error {
  constructor(
    /** The HTTP status; 0 where nothing answered. */
    readonly status: number,
    message: string,
    readonly requestId: string | null,
    readonly signIn: readonly SignInWay[] = [],
    /** Where in a text that was sent; of SQL alone. */
    readonly position: { line: number; column: number } | null = null,
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  /** From an answer of the server, or of something before it that knows no problems. */
  static of(response: Response, body: unknown): ApiProblem {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem> & {
      signIn?: SignInWay[];
    };
    const message = problem.message ?? problem.detail ?? `${response.status} ${response.statusText}`.trim();
    return new ApiProblem(
      response.status,
      message,
      problem.requestId ?? response.headers.get('x-request-id'),
      problem.signIn ?? [],
      problem.line ? { line: problem.line, column: problem.column ?? 1 } : null,
    );
  }
}
