import type { Posture } from '../api/types';

/** Encryption, public access and versioning of a bucket, each as a badge. */
export function PostureBadges({ posture }: { posture: Posture | null | undefined }) {
  return <>{posture?.encryption}</>;
}
