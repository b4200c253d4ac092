/** The feature groups of a region, and one of them. */
export function FeaturesPage() {
  return <p />;
}
