import { describe, expect, it } from 'vitest';
import { signPlace } from './signPlace';

describe('the place of a sign', () => {
  it('is near the beginning of its edge', () => {
    const place = signPlace({ sourceX: 100, sourceY: 0, targetX: 230, targetY: 100 });
    expect(place?.x).toBeCloseTo(142);
    expect(place?.y).toBeGreaterThan(5);
    expect(place?.y).toBeLessThan(40);
  });

  it('is in the middle of a short one', () => {
    const place = signPlace({ sourceX: 0, sourceY: 10, targetX: 40, targetY: 30 });
    expect(place?.x).toBeCloseTo(20);
    expect(place?.y).toBeCloseTo(20, 1);
  });

  it('is not known of one that runs back', () => {
    expect(signPlace({ sourceX: 100, sourceY: 0, targetX: 0, targetY: 0 })).toBeNull();
  });
});
