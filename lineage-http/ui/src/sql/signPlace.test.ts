import { describe, expect, it } from 'vitest';
import { NEAR, signPlace } from './signPlace';

describe('the place of a sign', () => {
  it('is near the beginning of its edge', () => {
    const place = signPlace({ sourceX: 100, sourceY: 0, targetX: 230, targetY: 100 }, NEAR);
    expect(place?.x).toBeCloseTo(136);
    expect(place?.y).toBeGreaterThan(5);
    expect(place?.y).toBeLessThan(40);
  });

  it('is beyond the middle of a short one', () => {
    const place = signPlace({ sourceX: 0, sourceY: 10, targetX: 40, targetY: 30 }, NEAR);
    expect(place?.x).toBeCloseTo(24);
    expect(place?.y).toBeGreaterThan(20);
  });

  it('is not known of one that runs back', () => {
    expect(signPlace({ sourceX: 100, sourceY: 0, targetX: 0, targetY: 0 }, NEAR)).toBeNull();
  });
});
