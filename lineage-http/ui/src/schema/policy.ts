export const COMPATIBILITIES = ['none', 'backward', 'forward', 'full'] as const;
export const WIDENINGS = ['lossless', 'string'] as const;

/** How a schema is inferred, and which changes of it are accepted. What is as by default is left out. */
export interface Policy {
  compatibility?: (typeof COMPATIBILITIES)[number];
  widen?: (typeof WIDENINGS)[number];
}

export interface Choice {
  compatibility: (typeof COMPATIBILITIES)[number];
  widen: (typeof WIDENINGS)[number];
}

export const BY_DEFAULT: Choice = { compatibility: 'none', widen: 'lossless' };

export function policyOf({ compatibility, widen }: Choice): Policy {
  return {
    ...(compatibility === BY_DEFAULT.compatibility ? {} : { compatibility }),
    ...(widen === BY_DEFAULT.widen ? {} : { widen }),
  };
}
