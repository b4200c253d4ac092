/** Which column comes from which in a script of SQL. */
export function SqlPage() {
  return <p />;
}
