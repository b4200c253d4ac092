import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('document', { baseURI: 'http://localhost/' });
const { inPath } = await import('./client');

describe('paths of datasets', () => {
  const path = '/datasets/{bucket}/{prefix}/schema';

  it.each([
    ['raw/customers', '/datasets/lake/raw/customers/schema'],
    ['', '/datasets/lake/schema'],
    ['dt=2026-01-31/a b/50%/한글', '/datasets/lake/dt%3D2026-01-31/a%20b/50%25/%ED%95%9C%EA%B8%80/schema'],
    ['a//b', '/datasets/lake/a//b/schema'],
    ['a?x=1#y', '/datasets/lake/a%3Fx%3D1%23y/schema'],
    // A browser would take these for steps up and down the path.
    ['a/../b', '/datasets/lake/a%2F..%2Fb/schema'],
    ['schema/versions', '/datasets/lake/schema/versions/schema'],
  ])('%s', (prefix, expected) => {
    expect(inPath(path, { bucket: 'lake', prefix })).toBe(expected);
  });

  it('holds numbers', () => {
    const versions = '/datasets/{bucket}/{prefix}/schema/versions/{version}';
    expect(inPath(versions, { bucket: 'b', prefix: '', version: 3 })).toBe('/datasets/b/schema/versions/3');
  });
});
